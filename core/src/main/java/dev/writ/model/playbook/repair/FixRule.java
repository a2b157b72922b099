package dev.writ.model.playbook.repair;

import java.util.List;
import java.util.Optional;

/** One kind of fault and how it is put right. Pure; a fix it proposes is proved by running again, never believed. */
@FunctionalInterface
public interface FixRule {
    Optional<Fix> propose(Trouble trouble);

    /** All rules, the most certain first. */
    static List<FixRule> all() {
        return List.of(
                new ForgottenImport(),
                new SuggestedName(),
                new MisspeltPath(),
                new NotExecutable(),
                new MisspeltName(),
                new MissingEnd());
    }

    /** The first rule's answer. */
    static Optional<Fix> first(Trouble trouble) {
        return all().stream().flatMap(rule -> rule.propose(trouble).stream()).findFirst();
    }
}
