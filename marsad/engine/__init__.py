"""The running of many: inputs cut into shards, each made by itself wherever there is room, and what was made gone on with or loaded.

A shard is the unit: a part of pieces in, parts of documents, claims and problems out, a row of the manifest last. The same pieces and
the same knowledge give the same bytes, whoever makes them and however often it is begun again.
"""
