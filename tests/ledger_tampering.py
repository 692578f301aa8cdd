"""What somebody may do to the ledger once its triggers are gone.

Each tampering takes a row ``k`` of ``n`` and returns the row at which the chain must find it.
"""

import json

from sqlalchemy import text

from casework.registry import ledger

FORGED = "f" * 64


def run(engine, statement, **values):
    with engine.begin() as connection:
        return connection.execute(text(statement), values)


def row_of(engine, seq):
    return run(engine, "SELECT * FROM ledger_entry WHERE seq = :seq", seq=seq).mappings().one()


def overwrite(engine, row):
    columns = ", ".join(f"{column} = :{column}" for column in row if column != "seq")
    run(engine, f"UPDATE ledger_entry SET {columns} WHERE seq = :seq", **row)


def edit_the_body(engine, k, n):
    body = bytearray(row_of(engine, k)["body"])
    body[-3] ^= 1
    run(engine, "UPDATE ledger_entry SET body = :body WHERE seq = :k", body=bytes(body), k=k)
    return k


def edit_the_body_as_text(engine, k, n):
    run(engine, "UPDATE ledger_entry SET body = replace(CAST(body AS TEXT), 'office', 'home') WHERE seq = :k", k=k)
    return k


def write_the_body_anew_with_the_same_meaning(engine, k, n):
    body = json.dumps(json.loads(row_of(engine, k)["body"])).encode()
    run(engine, "UPDATE ledger_entry SET body = :body WHERE seq = :k", body=body, k=k)
    return k


def empty_the_body(engine, k, n):
    run(engine, "UPDATE ledger_entry SET body = x'' WHERE seq = :k", k=k)
    return k


def edit_the_hash(engine, k, n):
    run(engine, "UPDATE ledger_entry SET hash = :hash WHERE seq = :k", hash=FORGED, k=k)
    return k


def edit_the_link(engine, k, n):
    run(engine, "UPDATE ledger_entry SET prev_hash = :hash WHERE seq = :k", hash=FORGED, k=k)
    return k


def edit_the_link_of_the_subject(engine, k, n):
    run(engine, "UPDATE ledger_entry SET subject_prev_hash = :hash WHERE seq = :k", hash=FORGED, k=k)
    return k


def move_the_row_to_another_subject(engine, k, n):
    run(engine, "UPDATE ledger_entry SET subject = 'SAHS-2222', subject_seq = 1 WHERE seq = :k", k=k)
    return k


def renumber_the_row_of_the_subject(engine, k, n):
    run(engine, "UPDATE ledger_entry SET subject_seq = 999 WHERE seq = :k", k=k)
    return k


def delete_the_row(engine, k, n):
    run(engine, "DELETE FROM ledger_entry WHERE seq = :k", k=k)
    return k + 1


def delete_the_row_and_close_the_gap(engine, k, n):
    run(engine, "DELETE FROM ledger_entry WHERE seq = :k", k=k)
    for seq in range(k + 1, n + 1):
        run(engine, "UPDATE ledger_entry SET seq = :seq - 1 WHERE seq = :seq", seq=seq)
    return k


def swap_the_bodies_of_two_rows(engine, k, n):
    first, second = row_of(engine, k), row_of(engine, k + 1)
    overwrite(engine, {**first, "body": second["body"]})
    overwrite(engine, {**second, "body": first["body"]})
    return k


def swap_two_rows(engine, k, n):
    for seq, becomes in ((k, n + 1), (k + 1, k), (n + 1, k + 1)):
        run(engine, "UPDATE ledger_entry SET seq = :becomes WHERE seq = :seq", seq=seq, becomes=becomes)
    return k


def put_a_row_in(engine, k, n):
    make_room_after(engine, k, n)
    body = forged_body(k + 1, "SAHS-2222", 1)
    insert(engine, k + 1, FORGED, body)
    return k + 1


def forge_the_row_with_a_hash_that_fits_it(engine, k, n):
    row = row_of(engine, k)
    told = {**json.loads(row["body"]), "actor": "RK"}
    body = ledger._canonical(told)
    overwrite(engine, {**row, "body": body, "hash": ledger.link(row["prev_hash"], row["subject_prev_hash"], body)})
    return k + 1


def forge_the_row_with_bytes_that_say_nothing(engine, k, n):
    row = row_of(engine, k)
    overwrite(engine, {**row, "body": b"[]", "hash": ledger.link(row["prev_hash"], row["subject_prev_hash"], b"[]")})
    return k


def forge_the_row_with_bytes_nested_too_deep_to_be_read(engine, k, n):
    row = row_of(engine, k)
    body = b"[" * 100_000
    overwrite(engine, {**row, "body": body, "hash": ledger.link(row["prev_hash"], row["subject_prev_hash"], body)})
    return k


def make_room_after(engine, k, n):
    for seq in range(n, k, -1):
        run(engine, "UPDATE ledger_entry SET seq = :seq + 1 WHERE seq = :seq", seq=seq)


def forged_body(seq, subject, subject_seq):
    return ledger._canonical(
        {"seq": seq, "subject": subject, "subject_seq": subject_seq, "event": "permit:decision:granted"}
    )


def insert(engine, seq, prev_hash, body):
    row_hash = ledger.link(prev_hash, ledger.GENESIS, body)
    run(
        engine,
        "INSERT INTO ledger_entry VALUES (:seq, 'SAHS-2222', 1, :prev, :genesis, :hash, :body)",
        seq=seq, prev=prev_hash, genesis=ledger.GENESIS, hash=row_hash, body=body,
    )  # fmt: skip


TAMPERINGS = [
    edit_the_body,
    edit_the_body_as_text,
    write_the_body_anew_with_the_same_meaning,
    empty_the_body,
    edit_the_hash,
    edit_the_link,
    edit_the_link_of_the_subject,
    move_the_row_to_another_subject,
    renumber_the_row_of_the_subject,
    delete_the_row,
    delete_the_row_and_close_the_gap,
    swap_the_bodies_of_two_rows,
    swap_two_rows,
    put_a_row_in,
    forge_the_row_with_a_hash_that_fits_it,
    forge_the_row_with_bytes_that_say_nothing,
    forge_the_row_with_bytes_nested_too_deep_to_be_read,
]
