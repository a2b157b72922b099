package dev.writ.model.settings;

/** A provider's key. It lives in memory alone, and nothing but {@link #reveal} shows it. */
public final class ApiKey {
    private final String value;
    private final String origin;

    ApiKey(String value, String origin) {
        this.value = value;
        this.origin = origin;
    }

    /** The key itself, for the one header it belongs in. */
    public String reveal() {
        return value;
    }

    /** Where it comes from, for messages: {@code OPENAI_API_KEY} or {@code the file /path}. */
    public String origin() {
        return origin;
    }

    @Override
    public String toString() {
        return "[key from " + origin + "]";
    }
}
