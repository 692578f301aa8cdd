"""The demo office: invented officers and invented applications, so that a newcomer sees everything at work. Nobody here exists."""
