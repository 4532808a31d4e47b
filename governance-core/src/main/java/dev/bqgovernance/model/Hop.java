package dev.bqgovernance.model;

import java.util.Optional;

/**
 * One step of a way from a principal to a table, or one that was tried in vain.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param resource what is entered, or would be
 * @param reason why the step is allowed or not, for a person: which grant to which group, which
 *     authorization, which row policy
 * @param place where that is declared; empty for what is not
 */
public record Hop(ResourceId resource, String reason, Optional<Place> place) {}
