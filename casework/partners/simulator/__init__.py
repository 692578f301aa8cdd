"""The neighbours as one process on loopback: for the demonstration, the rehearsal and the tests.

It has no clock: it dates its answers from the orders, so that a demo office whose days pass faster is answered in
its own days; only the signature service, whose orders bear no date, dates by the machine's. Its register numbers, billing
codes, receipts and certificates are invented.
"""
