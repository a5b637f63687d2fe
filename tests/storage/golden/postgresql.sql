-- day
SELECT date_trunc('day', (order_lines.ordered_at + make_interval(mins => CASE WHEN (order_lines.ordered_at < %(ordered_at_1)s::TIMESTAMP WITHOUT TIME ZONE) THEN 60 ELSE 120 END))) AS bucket, orders.channel AS channel, sum(order_lines.unit_price * order_lines.quantity - coalesce(order_lines.discount, %(param_1)s::INTEGER)) AS revenue
FROM order_lines LEFT OUTER JOIN orders ON order_lines.order_id = orders.order_id AND orders.ordered_at >= %(ordered_at_2)s::TIMESTAMP WITHOUT TIME ZONE AND orders.ordered_at < %(ordered_at_3)s::TIMESTAMP WITHOUT TIME ZONE
WHERE order_lines.ordered_at >= %(ordered_at_4)s::TIMESTAMP WITHOUT TIME ZONE AND order_lines.ordered_at < %(ordered_at_5)s::TIMESTAMP WITHOUT TIME ZONE GROUP BY date_trunc('day', (order_lines.ordered_at + make_interval(mins => CASE WHEN (order_lines.ordered_at < %(ordered_at_1)s::TIMESTAMP WITHOUT TIME ZONE) THEN 60 ELSE 120 END))), orders.channel

-- week from Sunday
SELECT (date_trunc('week', ((order_lines.ordered_at + make_interval(mins => CASE WHEN (order_lines.ordered_at < %(ordered_at_1)s::TIMESTAMP WITHOUT TIME ZONE) THEN 60 ELSE 120 END)) + make_interval(mins => -8640))) + make_interval(mins => 8640)) AS bucket, sum(order_lines.unit_price * order_lines.quantity - coalesce(order_lines.discount, %(param_1)s::INTEGER)) AS revenue
FROM order_lines
WHERE order_lines.ordered_at >= %(ordered_at_2)s::TIMESTAMP WITHOUT TIME ZONE AND order_lines.ordered_at < %(ordered_at_3)s::TIMESTAMP WITHOUT TIME ZONE GROUP BY (date_trunc('week', ((order_lines.ordered_at + make_interval(mins => CASE WHEN (order_lines.ordered_at < %(ordered_at_1)s::TIMESTAMP WITHOUT TIME ZONE) THEN 60 ELSE 120 END)) + make_interval(mins => -8640))) + make_interval(mins => 8640))

-- week from Sunday
SELECT (date_trunc('week', ((orders.ordered_at + make_interval(mins => CASE WHEN (orders.ordered_at < %(ordered_at_1)s::TIMESTAMP WITHOUT TIME ZONE) THEN 60 ELSE 120 END)) + make_interval(mins => -8640))) + make_interval(mins => 8640)) AS bucket, count(*) AS orders
FROM orders
WHERE orders.ordered_at >= %(ordered_at_2)s::TIMESTAMP WITHOUT TIME ZONE AND orders.ordered_at < %(ordered_at_3)s::TIMESTAMP WITHOUT TIME ZONE GROUP BY (date_trunc('week', ((orders.ordered_at + make_interval(mins => CASE WHEN (orders.ordered_at < %(ordered_at_1)s::TIMESTAMP WITHOUT TIME ZONE) THEN 60 ELSE 120 END)) + make_interval(mins => -8640))) + make_interval(mins => 8640))

-- clock
SELECT CAST(EXTRACT(isodow FROM (orders.ordered_at + make_interval(mins => CASE WHEN (orders.ordered_at < %(ordered_at_1)s::TIMESTAMP WITHOUT TIME ZONE) THEN 60 ELSE 120 END))) AS INTEGER) AS weekday, CAST(EXTRACT(hour FROM (orders.ordered_at + make_interval(mins => CASE WHEN (orders.ordered_at < %(ordered_at_2)s::TIMESTAMP WITHOUT TIME ZONE) THEN 60 ELSE 120 END))) AS INTEGER) AS hour_of_day, count(*) AS orders
FROM orders
WHERE orders.ordered_at >= %(ordered_at_3)s::TIMESTAMP WITHOUT TIME ZONE AND orders.ordered_at < %(ordered_at_4)s::TIMESTAMP WITHOUT TIME ZONE AND orders.channel IN (__[POSTCOMPILE_channel_1]) GROUP BY CAST(EXTRACT(isodow FROM (orders.ordered_at + make_interval(mins => CASE WHEN (orders.ordered_at < %(ordered_at_1)s::TIMESTAMP WITHOUT TIME ZONE) THEN 60 ELSE 120 END))) AS INTEGER), CAST(EXTRACT(hour FROM (orders.ordered_at + make_interval(mins => CASE WHEN (orders.ordered_at < %(ordered_at_2)s::TIMESTAMP WITHOUT TIME ZONE) THEN 60 ELSE 120 END))) AS INTEGER)

-- median
SELECT date_trunc('month', (shipments.delivered_at + make_interval(mins => CASE WHEN (shipments.delivered_at < %(delivered_at_1)s::TIMESTAMP WITHOUT TIME ZONE) THEN 60 ELSE 120 END))) AS bucket, percentile_cont(0.5) WITHIN GROUP (ORDER BY (EXTRACT(EPOCH FROM (shipments.delivered_at - shipments.ordered_at)) / 86400.0)) AS delivery_days_median
FROM shipments
WHERE shipments.delivered_at >= %(delivered_at_2)s::TIMESTAMP WITHOUT TIME ZONE AND shipments.delivered_at < %(delivered_at_3)s::TIMESTAMP WITHOUT TIME ZONE GROUP BY date_trunc('month', (shipments.delivered_at + make_interval(mins => CASE WHEN (shipments.delivered_at < %(delivered_at_1)s::TIMESTAMP WITHOUT TIME ZONE) THEN 60 ELSE 120 END)))

-- mean
SELECT date_trunc('hour', (reviews.reviewed_at + make_interval(mins => CASE WHEN (reviews.reviewed_at < %(reviewed_at_1)s::TIMESTAMP WITHOUT TIME ZONE) THEN 60 ELSE 120 END))) AS bucket, (CAST(sum(reviews.score) AS DOUBLE PRECISION) / NULLIF(count(reviews.score), 0)) AS review_score
FROM reviews
WHERE reviews.reviewed_at >= %(reviewed_at_2)s::TIMESTAMP WITHOUT TIME ZONE AND reviews.reviewed_at < %(reviewed_at_3)s::TIMESTAMP WITHOUT TIME ZONE GROUP BY date_trunc('hour', (reviews.reviewed_at + make_interval(mins => CASE WHEN (reviews.reviewed_at < %(reviewed_at_1)s::TIMESTAMP WITHOUT TIME ZONE) THEN 60 ELSE 120 END)))

-- per entity
SELECT entities.category, sum(CASE WHEN (entities.multi_item_orders >= %(multi_item_orders_1)s::INTEGER) THEN %(param_1)s::INTEGER ELSE %(param_2)s::INTEGER END) AS multi_item_orders
FROM (SELECT products.category AS category, order_lines.order_id AS entity, count(*) AS multi_item_orders
FROM order_lines LEFT OUTER JOIN products ON order_lines.product_id = products.product_id
WHERE order_lines.ordered_at >= %(ordered_at_1)s::TIMESTAMP WITHOUT TIME ZONE AND order_lines.ordered_at < %(ordered_at_2)s::TIMESTAMP WITHOUT TIME ZONE AND order_lines.order_id IS NOT NULL GROUP BY products.category, order_lines.order_id) AS entities GROUP BY entities.category

-- per entity
SELECT products.category AS category, count(DISTINCT order_lines.order_id) AS orders_with_lines
FROM order_lines LEFT OUTER JOIN products ON order_lines.product_id = products.product_id
WHERE order_lines.ordered_at >= %(ordered_at_1)s::TIMESTAMP WITHOUT TIME ZONE AND order_lines.ordered_at < %(ordered_at_2)s::TIMESTAMP WITHOUT TIME ZONE GROUP BY products.category

-- closing
SELECT snapshots.bucket, snapshots.brand, sum(snapshots.stock_on_hand) AS stock_on_hand
FROM (SELECT date_trunc('day', (stock.counted_at + make_interval(mins => CASE WHEN (stock.counted_at < %(counted_at_1)s::TIMESTAMP WITHOUT TIME ZONE) THEN 60 ELSE 120 END))) AS bucket, products.brand AS brand, stock.on_hand AS stock_on_hand, row_number() OVER (PARTITION BY date_trunc('day', (stock.counted_at + make_interval(mins => CASE WHEN (stock.counted_at < %(counted_at_1)s::TIMESTAMP WITHOUT TIME ZONE) THEN 60 ELSE 120 END))), stock.product_id ORDER BY stock.counted_at DESC) AS place
FROM stock LEFT OUTER JOIN products ON stock.product_id = products.product_id
WHERE stock.counted_at >= %(counted_at_2)s::TIMESTAMP WITHOUT TIME ZONE AND stock.counted_at < %(counted_at_3)s::TIMESTAMP WITHOUT TIME ZONE) AS snapshots
WHERE snapshots.place = %(place_1)s::INTEGER GROUP BY snapshots.bucket, snapshots.brand

-- condition
SELECT sum(CASE WHEN (shipments.delivered_at > shipments.promised_at) THEN %(param_1)s::INTEGER ELSE %(param_2)s::INTEGER END) AS late_deliveries
FROM shipments
WHERE shipments.delivered_at >= %(delivered_at_1)s::TIMESTAMP WITHOUT TIME ZONE AND shipments.delivered_at < %(delivered_at_2)s::TIMESTAMP WITHOUT TIME ZONE
HAVING count(*) > %(count_1)s::INTEGER
