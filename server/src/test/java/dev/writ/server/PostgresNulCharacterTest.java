package dev.writ.server;

@OnPostgres
class PostgresNulCharacterTest extends NulCharacterTest {}
