package dev.writ.store;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.WritException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/**
 * Where a PostgreSQL database is, and as whom Writ enters it. It holds no password, so that it may stand in command
 * lines, files and logs.
 *
 * @param jdbcUrl for the driver
 * @param user empty where none is named: the driver's default then
 */
public record PostgresAddress(String jdbcUrl, String user) {
    /** The variable of the environment that holds the password, where the server asks for one. */
    public static final String PASSWORD = "WRIT_DATABASE_PASSWORD";

    /**
     * Reads {@code postgresql://USER@HOST[:PORT]/DATABASE[?OPTIONS]}; {@code postgres://} and {@code jdbc:postgresql://}
     * mean the same. The options are those of the JDBC driver, such as {@code sslmode=verify-full}.
     *
     * @throws WritException with {@code invalid_arguments}; its words do not repeat the address
     */
    public static PostgresAddress parse(String text) {
        URI uri;
        try {
            uri = new URI(text.startsWith("jdbc:") ? text.substring("jdbc:".length()) : text);
        } catch (URISyntaxException e) {
            throw unreadable();
        }
        boolean known = "postgresql".equals(uri.getScheme()) || "postgres".equals(uri.getScheme());
        String database = uri.getRawPath() == null ? "" : uri.getRawPath();
        if (!known || uri.getHost() == null || !database.matches("/[^/]+") || uri.getRawFragment() != null) {
            throw unreadable();
        }
        String user = uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo();
        String options = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        if (user.contains(":") || options.matches("(?is).*[?&](password|user|sslpassword)=.*")) {
            throw new WritException(
                    FailureCode.INVALID_ARGUMENTS,
                    "The address of the database holds a password, or a user in its options.",
                    "Write postgresql://USER@HOST:PORT/DATABASE, and put the password into the variable " + PASSWORD
                            + ".");
        }
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        return new PostgresAddress(
                "jdbc:postgresql://" + uri.getHost() + port + database + options,
                URLDecoder.decode(user.replace("+", "%2B"), StandardCharsets.UTF_8));
    }

    /** Whether a setting means a database on a PostgreSQL server, however badly written. */
    public static boolean isMeantBy(String text) {
        return text.matches("(?s)(jdbc:)?postgres(ql)?:.*");
    }

    private static WritException unreadable() {
        return new WritException(Failure.of(
                FailureCode.INVALID_ARGUMENTS,
                "The address of the database cannot be read.",
                "Write it as postgresql://USER@HOST:PORT/DATABASE."));
    }

    @Override
    public String toString() {
        return jdbcUrl.substring("jdbc:".length()).replace("//", user.isEmpty() ? "//" : "//" + user + "@");
    }
}
