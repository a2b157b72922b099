package dev.writ.server.openid;

import java.util.Locale;

/** Why a person is not let in. The pages have words and a way out for each, by its id; the log has its sentence. */
public enum Refusal {
    TOO_MANY("Too many log-ins failed."),
    NOT_BEGUN("The log-in was not begun in this browser, was used before, or is too old."),
    DECLINED("The person, or the provider, declined."),
    PROVIDER_ERROR("The provider reported an error."),
    PROVIDER_AWAY("The provider cannot be asked."),
    CODE("The provider does not accept the code."),
    CLIENT("The provider does not accept this server's client id or secret."),
    TOKEN("The provider's token cannot be accepted."),
    NO_NAME("The provider does not say what the person is called."),
    NO_ROLE("No rule gives the person a role."),
    SHUT_OUT("The account was kept out for good."),
    FAILED("The log-in failed inside Writ.");

    private final String sentence;

    Refusal(String sentence) {
        this.sentence = sentence;
    }

    /** As addresses of pages have it. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    String sentence() {
        return sentence;
    }
}
