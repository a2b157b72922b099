package dev.writ.server;

@OnPostgres
class PostgresBreakpointTest extends BreakpointTest {}
