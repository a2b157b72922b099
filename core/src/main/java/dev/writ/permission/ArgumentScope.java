package dev.writ.permission;

import java.util.List;

/** Arguments that one of these schemas permits: the scope of a third party's tool. */
public record ArgumentScope(List<ArgumentSchema> schemas) implements Scope {
    public ArgumentScope {
        schemas = List.copyOf(schemas);
    }

    @Override
    public boolean permits(Access access) {
        return access instanceof Access.ArgumentAccess call && schemas.stream().anyMatch(call::fits);
    }

    @Override
    public boolean covers(Scope other) {
        return other instanceof ArgumentScope narrower
                && narrower.schemas.stream()
                        .allMatch(schema -> schemas.stream().anyMatch(wider -> wider.covers(schema)));
    }

    /** Whether it leaves any of the arguments open altogether. */
    public boolean isOpen() {
        return schemas.stream().anyMatch(ArgumentSchema::isAny);
    }
}
