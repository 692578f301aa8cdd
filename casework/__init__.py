"""The trade itself: plain Python that has never heard of Prefect."""
