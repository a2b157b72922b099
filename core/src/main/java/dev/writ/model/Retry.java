package dev.writ.model;

import java.time.Instant;

/**
 * That a model gave no usable answer and will be asked again.
 *
 * @param attempt the number of the attempt that comes next, 2 or more
 * @param attempts how many there will be at most
 * @param reason what is the matter
 * @param message what happened in a sentence: short, on one line, without secrets
 * @param next when that attempt begins
 */
public record Retry(int attempt, int attempts, Reason reason, String message, Instant next) {
    /** What is the matter with an attempt that failed. */
    public enum Reason {
        /** The provider gets more requests than it takes. */
        BUSY("busy"),
        /** The provider cannot be reached, broke off, or is out of order. */
        UNAVAILABLE("unavailable"),
        /** It answered, in a form that cannot be used. */
        BAD_ANSWER("bad_answer");

        private final String id;

        Reason(String id) {
            this.id = id;
        }

        /** As events name it. */
        public String id() {
            return id;
        }
    }
}
