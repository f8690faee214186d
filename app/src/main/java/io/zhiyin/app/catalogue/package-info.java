/**
 * What is sold and shown: courses, live sessions, memberships, works, offers.
 * <p>Start at {@link io.zhiyin.app.catalogue.Catalogue}, the door; {@link io.zhiyin.app.catalogue.Item} is one entry;
 * {@code CatalogueImport} reads files.
 */
@NullMarked
package io.zhiyin.app.catalogue;

import org.jspecify.annotations.NullMarked;
