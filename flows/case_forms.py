"""What two persons put on record about cases, by form: a new address, an event undone, a breach of personal data."""

from prefect import flow
from prefect.states import State

from casework.acts.data_breach import DataBreachContent
from casework.acts.new_address import NewAddressContent
from casework.acts.undo_event import UndoEventContent
from flows.office_data import propose


@flow(name="Alamat baru · new address", flow_run_name="alamat baru")
def new_address(content: NewAddressContent) -> State:
    """The guarantor reports that the applicant has moved; the address itself is typed on the case sheet, never here."""
    return propose("new-address", content)


@flow(name="Batalkan peristiwa keliru · undo an event", flow_run_name="pembatalan peristiwa")
def undo_event(content: UndoEventContent) -> State:
    """A death, a withdrawal, an address, a complaint or an objection was reported by mistake."""
    return propose("undo-event", content)


@flow(name="Kegagalan pelindungan data · data breach", flow_run_name="kegagalan pelindungan data")
def data_breach(content: DataBreachContent) -> State:
    """Personal data were disclosed: everybody concerned and the agency are told within 3 x 24 hours."""
    return propose("data-breach", content)
