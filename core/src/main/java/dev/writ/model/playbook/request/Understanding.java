package dev.writ.model.playbook.request;

import java.util.List;

/** What became of a person's words. */
public sealed interface Understanding {
    /** Every part is understood; to be done in this order. */
    record Clear(List<Intent> intents) implements Understanding {
        public Clear {
            intents = List.copyOf(intents);
        }
    }

    /** @param part the words that are not understood */
    record Unclear(String part) implements Understanding {}

    /** Nothing was said. */
    record Empty() implements Understanding {}
}
