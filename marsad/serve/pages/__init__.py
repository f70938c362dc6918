"""The pages of the workbench, one file a page: each has a router, and each route says who may use it."""
