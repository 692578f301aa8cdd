"""The coded reasons of the verdict in the words that letters quote, Indonesian first, without a full stop."""

from casework.eligibility.rules import Ground

_COUNTER = (
    "Permohonan dapat diajukan melalui jalur prioritas di kantor imigrasi",
    "The application can be made at the office, in its priority lane",
)
_OTHER_EVIDENCE = (
    "Penjamin dapat menyampaikan bukti lain kepada kantor",
    "The guarantor may give the office other evidence",
)
_HEAD, _INTELLIGENCE = "head-of-office", "intelligence-section"

GROUNDS: dict[str, Ground] = {
    ground.code: ground
    for ground in (
        Ground(
            "indonesian-citizen",
            "Layanan kunjungan rumah ini diperuntukkan bagi Orang Asing, bukan Warga Negara Indonesia",
            "This home visit service is for foreigners, not for Indonesian citizens",
            "Warga Negara Indonesia dilayani melalui layanan paspor di kantor imigrasi",
            "Indonesian citizens are served by the office's passport service",
            legal_basis="UU 6/2011 Ps 1",
        ),
        Ground(
            "dual-nationality-suspected",
            "Kewarganegaraan pada permohonan berbeda dari paspor dan perlu diperiksa",
            "The nationality on the application differs from the passport and must be examined",
            *_OTHER_EVIDENCE,
            refer_to=_INTELLIGENCE,
            may_be_told=False,
        ),
        Ground(
            "stateless",
            "Orang tanpa kewarganegaraan dilayani secara khusus, tanpa mengurangi haknya",
            "Stateless persons are served by a desk of their own, without prejudice to their rights",
            "Silakan menghubungi petugas penanganan pengungsi dan orang tanpa kewarganegaraan",
            "Please turn to the desk for refugees and stateless persons",
            refer_to="refugee-desk",
        ),
        Ground(
            "refugee",
            "Pengungsi dilayani menurut ketentuan tersendiri, tanpa mengurangi haknya",
            "Refugees are served under rules of their own, without prejudice to their rights",
            "Silakan menghubungi petugas penanganan pengungsi",
            "Please turn to the desk for refugees",
            legal_basis="Perpres 125/2016",
            refer_to="refugee-desk",
        ),
        Ground(
            "diplomatic-or-service-passport",
            "Pemegang paspor diplomatik atau dinas dilayani oleh Kementerian Luar Negeri",
            "Holders of diplomatic or service passports are served by the Ministry of Foreign Affairs",
            "Silakan mengajukan permohonan melalui Kementerian Luar Negeri",
            "Please apply to the Ministry of Foreign Affairs",
            legal_basis="UU 6/2011 Ps 49",
            refer_to="ministry-of-foreign-affairs",
        ),
        Ground(
            "nationality-unclear",
            "Kewarganegaraan pemohon belum dapat dipastikan dari paspor",
            "The applicant's nationality is not certain from the passport",
            *_OTHER_EVIDENCE,
        ),
        Ground(
            "service-closed",
            "Layanan kunjungan rumah tidak dibuka pada tanggal permohonan",
            "The home visit service was not open on the day of the application",
            *_COUNTER,
        ),
        Ground(
            "under-age",
            "Pemohon belum berusia {minimum_age} tahun pada tanggal permohonan, {applied_on}",
            "The applicant was not yet {minimum_age} on the day of the application, {applied_on}",
            *_COUNTER,
        ),
        Ground(
            "age-uncertain",
            "Tanggal lahir pada paspor tidak lengkap, sehingga usia {minimum_age} tahun belum dapat dipastikan",
            "The passport's birth date is incomplete, so that the age of {minimum_age} is not certain",
            *_OTHER_EVIDENCE,
        ),
        Ground(
            "outside-the-area",
            "Alamat{in_regency} berada di luar wilayah kerja kantor; kantor yang berwenang: {responsible_office}",
            "The residence{in_regency} lies outside the office's area; the responsible office: {responsible_office}",
            "Permohonan dapat diajukan kepada {responsible_office}",
            "The application can be made to {responsible_office}",
        ),
        Ground(
            "village-unknown",
            "Kelurahan atau desa pada alamat{in_regency} belum dikenal dan perlu dipastikan bersama penjamin",
            "The village of the residence{in_regency} is unknown and must be settled with the guarantor",
            "Penjamin dapat menyampaikan kelurahan atau desa yang benar",
            "The guarantor may tell the right village",
        ),
        Ground(
            "overstay-chargeable",
            "Izin tinggal berakhir {days} hari yang lalu; biaya beban {charge_rupiah} harus diselesaikan sebelum perpanjangan",
            "The permit ended {days} days ago; the charge of {charge_rupiah} is to be settled before any extension",
            *_COUNTER,
            refer_to=_HEAD,
        ),
        Ground(
            "expired-before-payment",
            "Izin tinggal berakhir sebelum biaya dibayar ({days} hari); keputusan berada pada Kepala Kantor",
            "The permit ended before the fee was paid ({days} days); the head of office decides",
            *_COUNTER,
            refer_to=_HEAD,
        ),
        Ground(
            "overstay-day-60",
            "Izin tinggal berakhir tepat 60 hari yang lalu; undang-undang tidak mengatur hari ini",
            "The permit ended exactly 60 days ago; the law is silent on this day",
            *_COUNTER,
            refer_to=_HEAD,
        ),
        Ground(
            "overstay-beyond",
            "Izin tinggal berakhir {days} hari yang lalu, lebih dari 60 hari",
            "The permit ended {days} days ago, more than 60",
            "Silakan menghubungi kantor imigrasi; keadaan kesehatan akan diperhatikan",
            "Please turn to the office; the state of health will be considered",
            refer_to=_INTELLIGENCE,
        ),
        Ground(
            "unlimited-only-reports",
            "Izin Tinggal Tetap tidak terbatas hanya dilaporkan setiap lima tahun, tanpa biaya",
            "An unlimited permanent stay permit is only reported every five years, free of charge",
            "Permohonan dapat diajukan kembali sebagai laporan lima tahunan",
            "The application can be made again as a five-year report",
            legal_basis="UU 6/2011 Ps 59",
        ),
        Ground(
            "only-permanent-permits-report",
            "Laporan lima tahunan hanya berlaku bagi Izin Tinggal Tetap",
            "The five-year report concerns permanent stay permits only",
            "Permohonan dapat diajukan kembali sebagai perpanjangan",
            "The application can be made again as an extension",
            legal_basis="UU 6/2011 Ps 59",
        ),
        Ground(
            "expiry-missing",
            "Tanggal berakhirnya izin tinggal tidak disebutkan",
            "The last day of stay is not given",
            *_OTHER_EVIDENCE,
        ),
        Ground(
            "index-unknown",
            "Indeks {index} tidak dikenal dan perlu diperiksa",
            "The index {index} is unknown and must be examined",
            *_OTHER_EVIDENCE,
        ),
        Ground(
            "no-extension-left",
            "Izin dengan indeks {index} hanya dapat diperpanjang {extensions} kali",
            "A permit of index {index} can be extended {extensions} times only",
            "Permohonan visa baru dapat diajukan melalui evisa.imigrasi.go.id",
            "A new visa can be applied for at evisa.imigrasi.go.id",
        ),
        Ground(
            "extensions-to-be-counted",
            "Perpanjangan ke-{extension_number} melampaui jumlah yang lazim bagi indeks {index}; lama tinggal perlu dihitung",
            "Extension {extension_number} exceeds the usual number for index {index}; the stay must be counted",
            *_COUNTER,
        ),
        Ground(
            "not-convertible",
            "Izin tinggal dengan indeks {index} tidak dapat dialihstatuskan",
            "A permit of index {index} cannot be converted",
            "Permohonan visa baru dapat diajukan melalui evisa.imigrasi.go.id",
            "A new visa can be applied for at evisa.imigrasi.go.id",
        ),
        Ground(
            "guarantor-missing",
            "Permohonan ini memerlukan penjamin",
            "This application needs a guarantor",
            "Permohonan dapat diajukan kembali bersama penjamin",
            "The application can be made again with a guarantor",
        ),
        Ground(
            "filed-too-early",
            "Permohonan diajukan terlalu awal; paling awal pada {earliest_on}",
            "The application came too early; the first day is {earliest_on}",
            "Permohonan dapat diajukan kembali mulai {earliest_on}",
            "The application can be made again from {earliest_on}",
        ),
        Ground(
            "filed-too-late",
            "Permohonan diajukan setelah {latest_on}, hari terakhir pengajuan",
            "The application came after {latest_on}, the last day for it",
            *_COUNTER,
            refer_to=_HEAD,
        ),
    )
}
