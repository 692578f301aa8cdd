"""The office's own data, changed by form: each form becomes an act that one person proposes and another approves."""

from typing import Any

from prefect import flow
from prefect.context import get_run_context
from prefect.states import Completed, State

from casework.acts.absences import AbsenceContent
from casework.acts.acting import ActingContent
from casework.acts.decrees import DecreeContent, MandateContent
from casework.acts.delegations import DelegationContent
from casework.acts.ending import EndingContent
from casework.acts.equipment import EquipmentContent
from casework.acts.letter_template import LetterTemplateContent
from casework.acts.office_days import OfficeDayContent
from casework.acts.paper_decision import PaperDecisionContent
from casework.acts.rank import OfficerRankContent
from casework.acts.staff import NewCodeSecretContent, OfficerContent, OfficerLeavesContent
from casework.acts.subjects import is_act
from casework.acts.team_decree import TeamDecreeContent
from casework.desk import open_desk
from tasks.acts import prepare
from tasks.handover import start_unless_live


@flow(name="Kantor: petugas baru · office officer", flow_run_name="petugas baru {content.code}")
def officer(content: OfficerContent) -> State:
    """An officer comes; name and NIP are typed at the case sheet, never here."""
    return propose("officer", content)


@flow(name="Kantor: pangkat petugas · office officer rank", flow_run_name="pangkat petugas {content.code}")
def officer_rank(content: OfficerRankContent) -> State:
    """An officer has another rank from a day on."""
    return propose("officer-rank", content)


@flow(name="Kantor: petugas berhenti · office officer leaves", flow_run_name="petugas berhenti {content.code}")
def officer_leaves(content: OfficerLeavesContent) -> State:
    """An officer serves until a last day."""
    return propose("officer-leaves", content)


@flow(name="Kantor: kode baru · office new code secret", flow_run_name="kode baru {content.code}")
def new_code_secret(content: NewCodeSecretContent) -> State:
    """A new secret for the one-time code takes the place of the lost one."""
    return propose("new-code-secret", content)


@flow(name="Kantor: SK · office decree", flow_run_name="SK baru")
def decree(content: DecreeContent) -> State:
    """A decree is entered."""
    return propose("decree", content)


@flow(name="Kantor: SK Tim · office team decree", flow_run_name="SK tim kunjungan rumah")
def team_decree(content: TeamDecreeContent) -> State:
    """The head's decree on the team of the home visits is made: numbered, entered and written once it is approved."""
    return propose("team-decree", content)


@flow(name="Kantor: kewenangan · office mandate", flow_run_name="kewenangan {content.officer}")
def mandate(content: MandateContent) -> State:
    """An officer holds a role by a decree."""
    return propose("mandate", content)


@flow(name="Kantor: Plh. Plt. a.n. u.b. · office acting", flow_run_name="Plh. Plt. a.n. u.b. {content.officer}")
def acting(content: ActingContent) -> State:
    """An officer acts in a post, or signs on behalf."""
    return propose("acting", content)


@flow(name="Kantor: delegasi · office delegation", flow_run_name="delegasi {content.principal} ke {content.delegate}")
def delegation(content: DelegationContent) -> State:
    """The holder of a role lets a colleague act in it."""
    return propose("delegation", content)


@flow(name="Kantor: kewenangan berakhir · office ending", flow_run_name="kewenangan berakhir {content.officer}")
def ending(content: EndingContent) -> State:
    """A mandate or a delegation ends at once."""
    return propose("ending", content)


@flow(name="Kantor: tidak masuk · office absence", flow_run_name="tidak masuk {content.officer}")
def absence(content: AbsenceContent) -> State:
    """An officer is away for some days."""
    return propose("absence", content)


@flow(name="Kantor: hari kerja · office day", flow_run_name="hari kantor {content.day}")
def office_day(content: OfficeDayContent) -> State:
    """The office is open or closed on a day by a decree of its own."""
    return propose("office-day", content)


@flow(name="Kantor: perangkat · office equipment", flow_run_name="perangkat dan kendaraan")
def equipment(content: EquipmentContent) -> State:
    """A kit or a vehicle comes into service or goes out of it."""
    return propose("equipment", content)


@flow(name="Kantor: naskah surat · office letter template", flow_run_name="naskah surat {content.version}")
def letter_template(content: LetterTemplateContent) -> State:
    """A checked template of a letter is used from a day on."""
    return propose("letter-template", content)


@flow(name="Kantor: keputusan kertas · office paper decision", flow_run_name="keputusan kertas")
def paper_decision(content: PaperDecisionContent) -> State:
    """A decision that was made on paper during an outage is entered; it counts as of the moment at which it was signed."""
    return propose("paper-decision", content)


def propose(kind: str, content: Any) -> State:
    """A filled form becomes an act that waits for its proposer; one that cannot be is answered at once, with the reason."""
    answer = prepare(kind, content.model_dump(mode="json"), str(get_run_context().flow_run.id))
    if not is_act(answer):
        return Completed(message=f"tidak diterima · not taken: {answer}")
    start_unless_live(answer, "joint-act")
    return Completed(
        message=f"{answer}: menunggu usul · waits to be proposed ({open_desk().office.sheet_link(answer)})"
    )
