"""Run by Alembic: upgrade over the connection that `geodata.store_engine` hands in.

The connection's transaction stays open and is the opener's to commit, so that an upgrade that is
interrupted leaves the old schema. Both SQLite and PostgreSQL can undo a CREATE TABLE.
"""

from alembic import context

from geodata.store_tables import VERSION_TABLE

context.configure(
    connection=context.config.attributes["connection"],
    version_table=VERSION_TABLE,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
