/**
 * What happened comes in here: from SDKs over HTTP and from files, and goes to the log or, with a reason, to quarantine.
 * <p>Start at {@link io.zhiyin.app.ingest.Events}, the door. An event's way is {@code EventApi}, {@code EventBody} (bytes
 * to messages), {@code EventRules} (a message to an event or a reason; pure), {@code Events}. {@code Imports} reads files.
 */
@NullMarked
package io.zhiyin.app.ingest;

import org.jspecify.annotations.NullMarked;
