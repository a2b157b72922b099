package dev.writ.server;

@OnPostgres
class PostgresSubtasksTest extends SubtasksTest {}
