package dev.writ.server;

@OnPostgres
class PostgresLogInCharactersTest extends LogInCharactersTest {}
