package dev.writ.server;

@OnPostgres
class PostgresCrashTest extends CrashTest {}
