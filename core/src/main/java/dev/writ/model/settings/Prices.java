package dev.writ.model.settings;

import dev.writ.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** What models cost: what the user says, else the list in {@code prices.json}. */
public final class Prices {
    /** What may follow a model's name without making it another model. */
    private static final Pattern SAME_MODEL =
            Pattern.compile("(?:[-@]\\d{4}-?\\d{2}-?\\d{2}|-\\d{2}-\\d{4}|-\\d{3}|-latest)?");

    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);
    private static final BigDecimal MOST = BigDecimal.valueOf(10_000);

    private final Map<String, Price> known;
    private final Map<String, Price> stated;

    private Prices(Map<String, Price> known, Map<String, Price> stated) {
        this.known = known;
        this.stated = stated;
    }

    /** The known prices under those that the user stated. */
    public static Prices with(Map<String, Price> stated) {
        try (InputStream resource = Prices.class.getResourceAsStream("prices.json")) {
            if (resource == null) {
                throw new IllegalStateException("prices.json is missing in the program");
            }
            JsonNode list = Json.parseObject(new String(resource.readAllBytes(), StandardCharsets.UTF_8));
            Map<String, Price> known = new LinkedHashMap<>();
            list.path("usd_per_million_tokens")
                    .properties()
                    .forEach(entry -> known.put(
                            plain(entry.getKey()),
                            read(entry.getValue()).orElseThrow(() -> new IllegalStateException(entry.getKey()))));
            return new Prices(known, stated);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The price of a provider's model, {@link Price#UNKNOWN} if nobody said it. */
    public Price of(Provider provider, String model) {
        Price said = stated.get(model);
        if (said != null) {
            return said;
        }
        if (provider == Provider.OLLAMA) {
            return Price.FREE;
        }
        String name = plain(model);
        return known.entrySet().stream()
                .filter(entry -> name.startsWith(entry.getKey())
                        && SAME_MODEL
                                .matcher(name.substring(entry.getKey().length()))
                                .matches())
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(Price.UNKNOWN);
    }

    /** {@code claude-sonnet-4-5} for {@code anthropic/claude-sonnet-4.5}: vendors and dots differ between providers. */
    private static String plain(String model) {
        return model.substring(model.lastIndexOf('/') + 1)
                .toLowerCase(Locale.ROOT)
                .replace('.', '-');
    }

    /** Reads {@code {"input": 3, "output": 15}}, US dollars for a million tokens; empty if it is anything else. */
    static Optional<Price> read(JsonNode node) {
        JsonNode input = node.path("input");
        JsonNode output = node.path("output");
        if (!input.isNumber() || !output.isNumber() || node.size() != 2) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Price(micros(input), micros(output), true));
        } catch (ArithmeticException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static long micros(JsonNode dollars) {
        BigDecimal amount = dollars.decimalValue();
        if (amount.compareTo(MOST) > 0) {
            throw new IllegalArgumentException("a price nobody asks");
        }
        return amount.multiply(MILLION).setScale(0, RoundingMode.UP).longValueExact();
    }
}
