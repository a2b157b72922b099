package dev.writ.permission;

import java.util.Locale;

/** What a policy says to a call or to a request for a grant, from wide to narrow. */
public enum PolicyAnswer {
    ALLOWED,
    /** A person is asked first. */
    ASKS,
    DENIED;

    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    static PolicyAnswer of(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Automatic ignored -> ALLOWED;
            case Verdict.NeedsPerson ignored -> ASKS;
            case Verdict.OutsideCeiling ignored -> DENIED;
        };
    }
}
