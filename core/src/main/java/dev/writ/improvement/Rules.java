package dev.writ.improvement;

import dev.writ.entity.Definition;
import java.util.Optional;

/** What may be changed by experiments at all, and what only with a person's word. */
public interface Rules {
    /**
     * Why this change may never be tried: it touches what is off limits, leaves its bounds, or is no valid content.
     *
     * @param active the definition as it stands
     * @return one sentence; empty where it may be tried
     */
    Optional<String> refusal(Proposal proposal, Definition active);

    /**
     * Why a person must agree before this change is tried: it widens power or touches an elevated agent's instruction.
     *
     * @return one sentence; empty where nobody need be asked
     */
    Optional<String> personNeeded(Proposal proposal, Definition active);
}
