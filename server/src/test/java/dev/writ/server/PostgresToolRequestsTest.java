package dev.writ.server;

@OnPostgres
class PostgresToolRequestsTest extends ToolRequestsTest {}
