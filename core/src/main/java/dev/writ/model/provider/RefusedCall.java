package dev.writ.model.provider;

import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.model.provider.ProviderFault.Repeat;
import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads what a provider says when it does not answer: a status, headers, an error in one of several shapes. */
final class RefusedCall {
    /** Quotas used up and faults of the request do not pass by themselves, whatever the status. */
    private static final List<String> LASTING =
            List.of("insufficient_quota", "invalid_request", "authentication", "permission", "not_found", "billing");

    private final Endpoint endpoint;
    private final InstantSource clock;

    RefusedCall(Endpoint endpoint, InstantSource clock) {
        this.endpoint = endpoint;
        this.clock = clock;
    }

    ProviderFault byStatus(int status, HttpHeaders headers, String body) {
        ErrorWords words = words(body);
        String said = words.text().isEmpty() ? "" : ": " + endpoint.quote(words.text());
        String who = endpoint.name();
        return switch (status) {
            case 401, 403 ->
                new ProviderFault(
                        Repeat.NEVER, who + " refused the key (HTTP " + status + ")" + said + ".", endpoint.keyHint());
            case 402 ->
                new ProviderFault(
                        Repeat.NEVER,
                        who + " wants to be paid first (HTTP 402)" + said + ".",
                        "Check the account's credit at the provider.");
            case 404 ->
                new ProviderFault(
                        Repeat.NEVER,
                        endpoint.host() + " knows no model or address of " + who + " (HTTP 404)" + said + ".",
                        "Check WRIT_MODEL or model.name, and the base URL " + endpoint.baseUrl() + ".");
            case 429 ->
                words.lasting()
                        ? new ProviderFault(
                                Repeat.NEVER,
                                who + " has no quota left for this account (HTTP 429)" + said + ".",
                                "Check the account's plan and credit at the provider.")
                        : new ProviderFault(
                                Repeat.LATER,
                                who + " gets too many requests (HTTP 429)" + said + ".",
                                "Try again later, or lower concurrent_tasks.",
                                retryAfter(headers));
            default -> other(status, headers, said);
        };
    }

    private ProviderFault other(int status, HttpHeaders headers, String said) {
        String who = endpoint.name();
        if (status == 408 || status == 409 || status == 425 || status >= 500) {
            return new ProviderFault(
                    Repeat.OFTEN,
                    who + " is out of order (HTTP " + status + ")" + said + ".",
                    "Try again later.",
                    retryAfter(headers));
        }
        if (status >= 300 && status < 400) {
            return new ProviderFault(
                    Repeat.NEVER,
                    endpoint.host() + " points elsewhere (HTTP " + status + "), which is not followed with a key.",
                    "Set the base URL to the address itself.");
        }
        return new ProviderFault(
                Repeat.NEVER,
                who + " refused the request (HTTP " + status + ")" + said + ".",
                "Check that the model knows tools and that the conversation fits it, or choose another model.");
    }

    /** An error that came in the middle of an answer; empty if this is none. */
    Optional<ProviderFault> inStream(String event) {
        if (!event.contains("\"error\"")) {
            return Optional.empty();
        }
        JsonNode error = parse(event).path("error");
        if (!error.isObject() && !error.isString()) {
            return Optional.empty();
        }
        ErrorWords words = words(event);
        return Optional.of(new ProviderFault(
                words.lasting() ? Repeat.NEVER : Repeat.OFTEN,
                endpoint.name() + " broke off with an error: " + endpoint.quote(words.text()) + ".",
                "Try again later."));
    }

    /** @param lasting whether the error's kind says that asking again is useless */
    private record ErrorWords(String text, boolean lasting) {}

    private static ErrorWords words(String body) {
        JsonNode json = parse(body);
        // Gemini wraps the object in a list.
        JsonNode root = json.isArray() ? json.path(0) : json;
        JsonNode error = root.path("error");
        String text = error.path("message").asString("");
        if (text.isEmpty()) {
            text = error.asString(root.path("message").asString(error.isObject() ? error.toString() : body));
        }
        String kind =
                (error.path("type").asString("") + " " + error.path("code").asString("")).toLowerCase(Locale.ROOT);
        // The sentence's own full stop would double.
        return new ErrorWords(
                text.strip().replaceAll("[.\\s]+$", ""), LASTING.stream().anyMatch(kind::contains));
    }

    private static JsonNode parse(String text) {
        try {
            return Json.parse(text);
        } catch (WritException e) {
            return Json.object();
        }
    }

    /** Seconds or a date (RFC 9110, 10.2.3), or the milliseconds some providers send; zero if there is nothing useful. */
    private Duration retryAfter(HttpHeaders headers) {
        Optional<String> millis = headers.firstValue("retry-after-ms").filter(text -> text.matches("\\d{1,9}"));
        if (millis.isPresent()) {
            return Duration.ofMillis(Long.parseLong(millis.get()));
        }
        String text = headers.firstValue("retry-after").orElse("").strip();
        if (text.matches("\\d{1,9}(\\.\\d+)?")) {
            return Duration.ofMillis((long) Math.ceil(Double.parseDouble(text) * 1000));
        }
        try {
            Duration until = Duration.between(
                    clock.instant(),
                    ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
            return until.isNegative() ? Duration.ZERO : until;
        } catch (DateTimeException e) {
            return Duration.ZERO;
        }
    }
}
