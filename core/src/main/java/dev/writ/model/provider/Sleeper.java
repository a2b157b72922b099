package dev.writ.model.provider;

import java.time.Duration;

/** Lets time pass; injected, so that tests need not wait. */
@FunctionalInterface
public interface Sleeper {
    void sleep(Duration duration) throws InterruptedException;
}
