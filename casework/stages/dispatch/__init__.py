"""Dispatch: a day's rounds from their plan to the teams that come back.

``planning`` proposes a day (``drafting`` reads what is asked, ``notice`` how early people are told, ``roads`` the drives,
``proposing`` puts it before the dispatcher with its ``options``) and settles the answer, which ``revising`` turns into the
next plan. ``announcing`` carries out the head's signature: ``assigning`` a team and its letter, ``bookings``,
``announced_visit``. ``additions`` (with ``consent``) adds whoever cannot wait. In the morning ``asking_release``,
``release`` and ``replacing``. A day that changes: ``day_change`` and ``closed_day`` take it up, ``today`` and
``out_of_action`` say how it stands, ``changing`` proposes, ``signing_a_change`` carries it out, ``lapsing`` ends what
nobody signed.
"""
