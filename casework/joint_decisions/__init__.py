"""One act that decides several questions, or one that was decided on paper: each is still judged by itself."""
