package dev.writ.tool.message;

import dev.writ.store.Transaction;
import java.util.List;

/** Writes down, in the transaction of the message itself, on which routes it has to be delivered. */
final class Delivery {
    static final String PENDING = "pending";
    static final String DELIVERED = "delivered";
    static final String FAILED = "failed";

    private Delivery() {}

    /** Returns whether something is left to be done by {@link WebhookDelivery}. */
    static boolean record(Transaction transaction, String message, List<Route> routes, long now) {
        boolean pending = false;
        for (Route route : routes) {
            boolean toBePosted =
                    switch (route) {
                        case Route.Inbox ignored -> false;
                        case Route.Terminal ignored -> false;
                        case Route.Webhook ignored -> true;
                    };
            transaction
                    .handle()
                    .createUpdate("""
                            INSERT INTO message_deliveries (message, route, state, next_attempt)
                            VALUES (:message, :route, :state, :now)
                            """)
                    .bind("message", message)
                    .bind("route", route.id())
                    .bind("state", toBePosted ? PENDING : DELIVERED)
                    .bind("now", now)
                    .execute();
            pending |= toBePosted;
        }
        return pending;
    }
}
