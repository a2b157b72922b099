package dev.writ.permission;

import java.util.List;
import java.util.Set;

/**
 * For which tools two people have to agree before anything is granted; no rule and no single person is enough there.
 *
 * @param tools their names; {@code memory__*} is every tool of a third party's server
 */
public record TwoPeople(Set<String> tools) {
    public static final TwoPeople NEVER = new TwoPeople(Set.of());

    public TwoPeople {
        tools = Set.copyOf(tools);
    }

    /** @throws dev.writ.WritException with {@code invalid_arguments} for what is no tool */
    static TwoPeople read(List<String> tools) {
        for (String tool : tools) {
            if (ScopeFamily.of(tool).isEmpty()) {
                throw Fields.invalid(
                        "'two_people' names " + Quoted.of(tool) + ", which is no tool.",
                        "Name tools such as terminal, or memory__* for all of a server.");
            }
        }
        return new TwoPeople(Set.copyOf(tools));
    }

    boolean needed(String tool) {
        return tools.contains(tool) || tools.contains(ThirdPartyName.everyOf(tool));
    }
}
