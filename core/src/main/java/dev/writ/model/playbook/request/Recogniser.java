package dev.writ.model.playbook.request;

import java.util.Optional;

/** Recognises one family of requests in words that ask for one thing. */
interface Recogniser {
    /** @param phrase without politeness and without leading or trailing space */
    Optional<Intent> read(Phrase phrase);
}
