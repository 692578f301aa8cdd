"""Letters are signed electronically: an empty field is printed, and a signature fills it behind the letter's own bytes."""

from casework.letters.signing.signer import SignedAs, SignedLetter, Signer, SigningRefused, signed_letter

__all__ = ["SignedAs", "SignedLetter", "Signer", "SigningRefused", "signed_letter"]
