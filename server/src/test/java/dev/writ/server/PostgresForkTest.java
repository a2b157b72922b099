package dev.writ.server;

@OnPostgres
class PostgresForkTest extends ForkTest {}
