package dev.writ.entity;

import java.util.List;

/** Definitions by kind and name, and where the next page starts; an empty cursor means there is none. */
public record DefinitionPage(List<Definition> definitions, String nextCursor) {
    public DefinitionPage {
        definitions = List.copyOf(definitions);
    }
}
