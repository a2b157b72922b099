package dev.writ.cli.demo;

import java.util.List;

/** One scenario of the demo; run again after a crash it goes on where it was. */
interface Scenario {
    String name();

    List<Check> run() throws InterruptedException;
}
