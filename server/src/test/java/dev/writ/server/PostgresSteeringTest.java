package dev.writ.server;

@OnPostgres
class PostgresSteeringTest extends SteeringTest {}
