package dev.writ.server;

@OnPostgres
class PostgresRequestsTest extends RequestsTest {}
