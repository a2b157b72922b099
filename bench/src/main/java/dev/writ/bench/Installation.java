package dev.writ.bench;

import java.nio.file.Path;

/** Where Writ is: told by its launcher, else the current folder. */
final class Installation {
    private Installation() {}

    static Path home() {
        return Path.of(System.getProperty("writ.home", "")).toAbsolutePath();
    }
}
