"""The deployments of ``prefect.yaml``, as the office's own words name them."""

from typing import Any

DEPLOYMENTS: dict[str, str] = {
    "intake": "1 Penerimaan · intake/intake",
    "eligibility": "2 Kelayakan · eligibility/eligibility",
    "payment": "2a Pembayaran · payment/payment",
    "dispatch": "3 Penjadwalan · dispatch/dispatch",
    "release": "3a Pelepasan tim · release/release",
    "day-change": "3c Perubahan hari ini · day change/day-change",
    "capture": "4 Kunjungan · capture/capture",
    "permit": "5 Izin tinggal · permit/permit",
    "closure": "6 Penutupan · closure/closure",
    "outside-event": "Peristiwa dari luar · outside event/outside-event",
    "complaint": "Pengaduan · complaint/complaint",
    "complaint-answer": "Jawaban pengaduan · complaint answer/complaint-answer",
    "objection": "Keberatan · objection/objection",
    "joint-act": "Perubahan oleh dua orang · joint act/joint-act",
    "tray": "Baki keputusan rutin · tray/tray",
    "outgoing": "Pengiriman · outgoing/outgoing",
    "by-post": "Surat lewat pos · by post/by-post",
    "copies": "Tembusan · copies/copies",
}


def parameters_for(flow: str, subject: str) -> dict[str, Any]:
    """What a run is told: the subject's reference and nothing else."""
    if flow == "dispatch":
        return {"day": subject.removeprefix("ROUNDS-")}
    return {"reference": subject}
