-- day
SELECT toDate(date_trunc('day', addMinutes(order_lines.ordered_at, CASE WHEN (order_lines.ordered_at < :ordered_at_1) THEN 60 ELSE 120 END))) AS bucket, orders.channel AS channel, sum(order_lines.unit_price * order_lines.quantity - coalesce(order_lines.discount, :param_1)) AS revenue
FROM order_lines LEFT OUTER JOIN orders ON order_lines.order_id = orders.order_id AND orders.ordered_at >= :ordered_at_2 AND orders.ordered_at < :ordered_at_3
WHERE order_lines.ordered_at >= :ordered_at_4 AND order_lines.ordered_at < :ordered_at_5 GROUP BY toDate(date_trunc('day', addMinutes(order_lines.ordered_at, CASE WHEN (order_lines.ordered_at < :ordered_at_1) THEN 60 ELSE 120 END))), orders.channel

-- week from Sunday
SELECT addMinutes(toDate(date_trunc('week', addMinutes(addMinutes(order_lines.ordered_at, CASE WHEN (order_lines.ordered_at < :ordered_at_1) THEN 60 ELSE 120 END), -8640))), 8640) AS bucket, sum(order_lines.unit_price * order_lines.quantity - coalesce(order_lines.discount, :param_1)) AS revenue
FROM order_lines
WHERE order_lines.ordered_at >= :ordered_at_2 AND order_lines.ordered_at < :ordered_at_3 GROUP BY addMinutes(toDate(date_trunc('week', addMinutes(addMinutes(order_lines.ordered_at, CASE WHEN (order_lines.ordered_at < :ordered_at_1) THEN 60 ELSE 120 END), -8640))), 8640)

-- week from Sunday
SELECT addMinutes(toDate(date_trunc('week', addMinutes(addMinutes(orders.ordered_at, CASE WHEN (orders.ordered_at < :ordered_at_1) THEN 60 ELSE 120 END), -8640))), 8640) AS bucket, count(*) AS orders
FROM orders
WHERE orders.ordered_at >= :ordered_at_2 AND orders.ordered_at < :ordered_at_3 GROUP BY addMinutes(toDate(date_trunc('week', addMinutes(addMinutes(orders.ordered_at, CASE WHEN (orders.ordered_at < :ordered_at_1) THEN 60 ELSE 120 END), -8640))), 8640)

-- clock
SELECT toDayOfWeek(addMinutes(orders.ordered_at, CASE WHEN (orders.ordered_at < :ordered_at_1) THEN 60 ELSE 120 END)) AS weekday, toHour(addMinutes(orders.ordered_at, CASE WHEN (orders.ordered_at < :ordered_at_2) THEN 60 ELSE 120 END)) AS hour_of_day, count(*) AS orders
FROM orders
WHERE orders.ordered_at >= :ordered_at_3 AND orders.ordered_at < :ordered_at_4 AND orders.channel IN (__[POSTCOMPILE_channel_1]) GROUP BY toDayOfWeek(addMinutes(orders.ordered_at, CASE WHEN (orders.ordered_at < :ordered_at_1) THEN 60 ELSE 120 END)), toHour(addMinutes(orders.ordered_at, CASE WHEN (orders.ordered_at < :ordered_at_2) THEN 60 ELSE 120 END))

-- median
SELECT toDate(date_trunc('month', addMinutes(shipments.delivered_at, CASE WHEN (shipments.delivered_at < :delivered_at_1) THEN 60 ELSE 120 END))) AS bucket, quantileExactInclusive(0.5)((dateDiff('second', shipments.ordered_at, shipments.delivered_at) / 86400.0)) AS delivery_days_median
FROM shipments
WHERE shipments.delivered_at >= :delivered_at_2 AND shipments.delivered_at < :delivered_at_3 GROUP BY toDate(date_trunc('month', addMinutes(shipments.delivered_at, CASE WHEN (shipments.delivered_at < :delivered_at_1) THEN 60 ELSE 120 END)))

-- mean
SELECT toString(toStartOfHour(addMinutes(reviews.reviewed_at, CASE WHEN (reviews.reviewed_at < :reviewed_at_1) THEN 60 ELSE 120 END)), 'UTC') AS bucket, (toFloat64(sum(reviews.score)) / nullIf(count(reviews.score), 0)) AS review_score
FROM reviews
WHERE reviews.reviewed_at >= :reviewed_at_2 AND reviews.reviewed_at < :reviewed_at_3 GROUP BY toString(toStartOfHour(addMinutes(reviews.reviewed_at, CASE WHEN (reviews.reviewed_at < :reviewed_at_1) THEN 60 ELSE 120 END)), 'UTC')

-- per entity
SELECT entities.category, sum(CASE WHEN (entities.multi_item_orders >= :multi_item_orders_1) THEN :param_1 ELSE :param_2 END) AS multi_item_orders
FROM (SELECT products.category AS category, order_lines.order_id AS entity, count(*) AS multi_item_orders
FROM order_lines LEFT OUTER JOIN products ON order_lines.product_id = products.product_id
WHERE order_lines.ordered_at >= :ordered_at_1 AND order_lines.ordered_at < :ordered_at_2 AND order_lines.order_id IS NOT NULL GROUP BY products.category, order_lines.order_id) AS entities GROUP BY entities.category

-- per entity
SELECT products.category AS category, count(DISTINCT order_lines.order_id) AS orders_with_lines
FROM order_lines LEFT OUTER JOIN products ON order_lines.product_id = products.product_id
WHERE order_lines.ordered_at >= :ordered_at_1 AND order_lines.ordered_at < :ordered_at_2 GROUP BY products.category

-- closing
SELECT snapshots.bucket, snapshots.brand, sum(snapshots.stock_on_hand) AS stock_on_hand
FROM (SELECT toDate(date_trunc('day', addMinutes(stock.counted_at, CASE WHEN (stock.counted_at < :counted_at_1) THEN 60 ELSE 120 END))) AS bucket, products.brand AS brand, stock.on_hand AS stock_on_hand, row_number() OVER (PARTITION BY toDate(date_trunc('day', addMinutes(stock.counted_at, CASE WHEN (stock.counted_at < :counted_at_1) THEN 60 ELSE 120 END))), stock.product_id ORDER BY stock.counted_at DESC) AS place
FROM stock LEFT OUTER JOIN products ON stock.product_id = products.product_id
WHERE stock.counted_at >= :counted_at_2 AND stock.counted_at < :counted_at_3) AS snapshots
WHERE snapshots.place = :place_1 GROUP BY snapshots.bucket, snapshots.brand

-- condition
SELECT sum(CASE WHEN (shipments.delivered_at > shipments.promised_at) THEN :param_1 ELSE :param_2 END) AS late_deliveries
FROM shipments
WHERE shipments.delivered_at >= :delivered_at_1 AND shipments.delivered_at < :delivered_at_2
HAVING count(*) > :count_1
