"""The peers, run in their own environment: nothing here imports anything of ours."""
