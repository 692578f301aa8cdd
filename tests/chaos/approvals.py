"""Approvals in any order: wrong, late, replayed, by whoever should not, two at once, cut off between any two writes.

A state machine of Hypothesis sends them to a permit's chain of four levels and compares each outcome with the rule as
``approval_rules`` tells it. ``python -m chaos.approvals --sequences 1000 --seed 3`` (in ``tests/``) plays so many of a seed.
"""

import argparse
import copy
import shutil
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from unittest.mock import patch

from compiled_once import share_what_is_compiled
from hypothesis import HealthCheck, core, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from lives_by_stage import set_quickly

from casework import effects
from casework.holding import claim, release
from casework.registry import Event, ledger
from casework.registry.models import Delegation, Mandate
from casework.stages.permit import is_released
from chaos.approval_desk import OFFICERS, PLAYED, YEARS, ApprovalDesk, enter
from chaos.approval_rules import CHAIN, Grant
from chaos.crash_points import CrashPoints, Killed, watched

BEFORE, AFTER = "before", "after"
# Drawn whatever stands now: two who answer at once are served in an order that the machine decides, not the seed.
ANY = st.integers(0, 999)
WHATEVER_IS_SENT = {
    "officer": st.sampled_from((*OFFICERS, "QQ")),
    "code": st.sampled_from(("right", "right", "right", "of-the-step-before", "expired", "wrong")),
    "choice": st.sampled_from(("grant", "grant", "grant", "refuse", "return")),
    "ground": st.booleans(),
    "well_formed": st.integers(0, 9).map(bool),
    "out_of_order": st.integers(0, 5).map(lambda drawn: drawn == 0),
}


class Approvals(ApprovalDesk, RuleBasedStateMachine):
    """One permit, everybody who might decide it, and everything that can go wrong between them."""

    @initialize()
    def who_holds_which_role(self) -> None:
        for row in self.life.rows(Mandate, Mandate.role.in_(CHAIN), order_by=Mandate.id):
            grant = Grant(row.officer_code, row.role, None)
            self.chain.grants.append(grant)
            self.rows[grant] = row.id
        self.find_the_level()

    # --- what people do

    @rule(**WHATEVER_IS_SENT)
    def somebody_answers(self, **sent) -> None:
        self.pick_up(self.sent(**sent))

    @rule(which=ANY, choice=st.sampled_from(("grant", "grant", "refuse", "return")))
    def somebody_who_may_answers(self, which, choice) -> None:
        if able := self.able():
            officer = able[which % len(able)]
            self.pick_up(self.sent(officer, "right", choice, ground=True, well_formed=True, out_of_order=False))

    @rule(**WHATEVER_IS_SENT)
    def somebody_answers_and_it_is_picked_up_later(self, **sent) -> None:
        self.waiting.append(self.sent(**sent))

    @rule(which=ANY, seconds=st.integers(0, 7 * 24 * 3600))
    def what_was_sent_is_picked_up_late(self, which, seconds) -> None:
        if self.waiting:
            sent = self.waiting.pop(which % len(self.waiting))
            self.life.clock.now += timedelta(seconds=seconds)
            PLAYED["late"] += 1
            self.pick_up(sent)

    @rule(which=ANY)
    def the_same_submission_is_picked_up_again(self, which) -> None:
        if self.kept:
            PLAYED["replayed"] += 1
            self.pick_up(self.kept[which % len(self.kept)])

    @rule(one=st.sampled_from(OFFICERS), other=st.sampled_from(OFFICERS), choice=st.sampled_from(("grant", "refuse")))
    def two_answer_at_once(self, one, other, choice) -> None:
        both = [
            self.sent(one, "right", "grant", ground=True, well_formed=True, out_of_order=False),
            self.sent(other, "right", choice, ground=True, well_formed=True, out_of_order=False),
        ]
        PLAYED["two at once"] += 1
        with ThreadPoolExecutor(2) as threads:
            told = dict(zip((sent.key for sent in both), threads.map(self.decide, both), strict=True))
        possible = []
        for order in (both, both[::-1]):
            chain = copy.deepcopy(self.chain)
            possible.append(({sent.key: chain.judge(sent) for sent in order}, chain))
        fitting = [chain for outcomes, chain in possible if outcomes == told]
        assert fitting, (told, [outcomes for outcomes, _ in possible])
        self.chain = fitting[0]
        self.kept += both
        self.find_the_level()

    @rule(
        officer=st.sampled_from(OFFICERS),
        side=st.sampled_from((BEFORE, AFTER)),
        choice=st.sampled_from(("grant", "return")),
    )
    def the_process_dies_at_the_commit_and_another_picks_it_up(self, officer, side, choice) -> None:
        sent = self.sent(officer, "right", choice, ground=True, well_formed=True, out_of_order=False)
        points = CrashPoints(strikes=lambda: True) if side == BEFORE else CrashPoints(strikes=_second_time())
        with watched(points), points.execution():
            try:
                self.decide(sent)
            except Killed:
                PLAYED[f"died {side} the commit"] += 1
        self.pick_up(sent)

    @rule(officer=st.sampled_from(OFFICERS), writes=st.integers(0, 5))
    def the_process_dies_between_two_writes_and_another_picks_it_up(self, officer, writes) -> None:
        sent = self.sent(officer, "right", "grant", ground=True, well_formed=True, out_of_order=False)
        append, left = ledger.append, iter(range(writes))

        def dying(*given):
            if next(left, None) is None:
                raise Killed("between two writes")
            return append(*given)

        with patch.object(ledger, "append", dying):
            try:
                self.decide(sent)
            except Killed:
                PLAYED["died between two writes"] += 1
        self.pick_up(sent)

    # --- what happens around them

    @rule(which=ANY)
    def a_mandate_or_a_delegation_ends(self, which) -> None:
        standing = [one for one in self.chain.grants if one.ended_at is None]
        if not standing:
            return
        grant = standing[which % len(standing)]
        self.life.clock.now += timedelta(seconds=1)
        with self.life.change() as change:
            row = change.session.get_one(Mandate if grant.by is None else Delegation, self.rows[grant])
            row.ended_at = change.moment.recorded_at
            change.write(Event("office:mandate:ended", f"officer:{grant.officer}"))
        self.chain.end(grant, self.life.clock.now)
        PLAYED["ended"] += 1

    @rule(principal=st.sampled_from(OFFICERS), officer=st.sampled_from(OFFICERS), role=st.sampled_from(CHAIN))
    def somebody_delegates(self, principal, officer, role) -> None:
        if principal == officer or any(
            (one.officer, one.role, one.by) == (officer, role, principal) for one in self.chain.grants
        ):
            return
        row = Delegation(
            principal_code=principal, delegate_code=officer, role=role, letter_number=f"W-{len(self.rows)}",
            entered_at=self.life.clock.now, **YEARS,
        )  # fmt: skip
        enter(self.life, row)
        grant = Grant(officer, role, principal, entered_at=self.life.clock.now)
        self.chain.grants.append(grant)
        self.rows[grant] = row.id
        PLAYED["delegated"] += 1

    @rule(officer=st.sampled_from(OFFICERS), put_back=st.booleans())
    def somebody_takes_it_or_puts_it_back(self, officer, put_back) -> None:
        if self.chain.open is None:
            return
        question, now = self.levels[self.chain.open], self.life.clock.now
        with self.life.change() as change:
            told = (release if put_back else claim)(change, question, officer)
        entitled = self.chain.entitled(OFFICERS, now)
        if put_back:
            assert told == ("done" if self.chain.holder == officer else "not-held-by-you")
            if told == "done":
                self.chain.holder = self.chain.held_since = None
            return
        free = self.chain.holder not in entitled or self.chain.holder == officer
        alone = len(entitled) == 1 and self.chain.holder in (None, officer)
        assert (told == "done") == (officer in entitled and not alone and free), (told, officer, entitled)
        if told == "done":
            if self.chain.holder != officer:
                self.chain.held_since = now
            self.chain.holder = officer
            PLAYED["claimed"] += 1

    # --- what always holds

    @invariant()
    def the_register_holds_exactly_what_must_have_been_decided(self) -> None:
        found = [(row.question_id, row.officer_code, row.choice) for row in self.decisions()]
        assert found == [(self.levels[level], officer, choice) for level, officer, choice in self.chain.decided]

    @invariant()
    def it_is_released_only_after_its_last_level(self) -> None:
        with self.life.registry.reading() as reading:
            assert is_released(reading, self.life.reference) == self.chain.released

    @invariant()
    def what_is_open_is_the_next_level_and_nothing_else(self) -> None:
        open_now = [one.question_id for one in self.life.open() if one.kind.startswith("permit-")]
        assert open_now == ([] if self.chain.open is None else [self.levels[self.chain.open]])

    def teardown(self) -> None:
        PLAYED["sequences"] += 1
        PLAYED["decisions"] += len(self.chain.decided)
        PLAYED["refusals"] += sum(outcome != "granted" for outcome in self.chain.outcomes.values())
        PLAYED["released"] += self.chain.released
        try:
            assert self.life.ledger_holds()
        finally:
            self.life.registry.close()
            shutil.rmtree(self.folder)


def _second_time():
    """Strikes when it is asked for the second time: after what was done for good."""
    asked = iter((False, True))
    return lambda: next(asked, False)


def play(sequences: int, steps: int = 25, seed: int = 0) -> Counter[str]:
    """So many sequences of a seed; raises on the first that comes out otherwise than it must."""
    PLAYED.clear()
    core.global_force_seed = seed
    chosen = settings(
        max_examples=sequences, stateful_step_count=steps, deadline=None, database=None, derandomize=False,
        suppress_health_check=list(HealthCheck), print_blob=True,
    )  # fmt: skip
    with patch.object(effects, "render_letter", set_quickly):
        run_state_machine_as_test(Approvals, settings=chosen)
    return PLAYED


def main() -> None:
    """Play and count."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sequences", type=int, default=10_000)
    options.add_argument("--steps", type=int, default=25)
    options.add_argument("--seed", type=int, default=0)
    chosen = options.parse_args()
    share_what_is_compiled()
    counted = play(chosen.sequences, chosen.steps, chosen.seed)
    sys.stdout.write(", ".join(f"{what} {count}" for what, count in sorted(counted.items())) + "; 0 faults\n")


if __name__ == "__main__":
    main()
