-- day
SELECT date_trunc('day', make_timestamp(epoch_us(order_lines.ordered_at) + (CASE WHEN (order_lines.ordered_at < %(ordered_at_1)s) THEN 60 ELSE 120 END) * 60000000::BIGINT)) AS bucket, orders.channel AS channel, sum(order_lines.unit_price * order_lines.quantity - coalesce(order_lines.discount, %(param_1)s)) AS revenue
FROM order_lines LEFT OUTER JOIN orders ON order_lines.order_id = orders.order_id AND orders.ordered_at >= %(ordered_at_2)s AND orders.ordered_at < %(ordered_at_3)s
WHERE order_lines.ordered_at >= %(ordered_at_4)s AND order_lines.ordered_at < %(ordered_at_5)s GROUP BY date_trunc('day', make_timestamp(epoch_us(order_lines.ordered_at) + (CASE WHEN (order_lines.ordered_at < %(ordered_at_1)s) THEN 60 ELSE 120 END) * 60000000::BIGINT)), orders.channel

-- week from Sunday
SELECT make_timestamp(epoch_us(date_trunc('week', make_timestamp(epoch_us(make_timestamp(epoch_us(order_lines.ordered_at) + (CASE WHEN (order_lines.ordered_at < %(ordered_at_1)s) THEN 60 ELSE 120 END) * 60000000::BIGINT)) + (-8640) * 60000000::BIGINT))) + (8640) * 60000000::BIGINT) AS bucket, sum(order_lines.unit_price * order_lines.quantity - coalesce(order_lines.discount, %(param_1)s)) AS revenue
FROM order_lines
WHERE order_lines.ordered_at >= %(ordered_at_2)s AND order_lines.ordered_at < %(ordered_at_3)s GROUP BY make_timestamp(epoch_us(date_trunc('week', make_timestamp(epoch_us(make_timestamp(epoch_us(order_lines.ordered_at) + (CASE WHEN (order_lines.ordered_at < %(ordered_at_1)s) THEN 60 ELSE 120 END) * 60000000::BIGINT)) + (-8640) * 60000000::BIGINT))) + (8640) * 60000000::BIGINT)

-- week from Sunday
SELECT make_timestamp(epoch_us(date_trunc('week', make_timestamp(epoch_us(make_timestamp(epoch_us(orders.ordered_at) + (CASE WHEN (orders.ordered_at < %(ordered_at_1)s) THEN 60 ELSE 120 END) * 60000000::BIGINT)) + (-8640) * 60000000::BIGINT))) + (8640) * 60000000::BIGINT) AS bucket, count(*) AS orders
FROM orders
WHERE orders.ordered_at >= %(ordered_at_2)s AND orders.ordered_at < %(ordered_at_3)s GROUP BY make_timestamp(epoch_us(date_trunc('week', make_timestamp(epoch_us(make_timestamp(epoch_us(orders.ordered_at) + (CASE WHEN (orders.ordered_at < %(ordered_at_1)s) THEN 60 ELSE 120 END) * 60000000::BIGINT)) + (-8640) * 60000000::BIGINT))) + (8640) * 60000000::BIGINT)

-- clock
SELECT CAST(EXTRACT(isodow FROM make_timestamp(epoch_us(orders.ordered_at) + (CASE WHEN (orders.ordered_at < %(ordered_at_1)s) THEN 60 ELSE 120 END) * 60000000::BIGINT)) AS INTEGER) AS weekday, CAST(EXTRACT(hour FROM make_timestamp(epoch_us(orders.ordered_at) + (CASE WHEN (orders.ordered_at < %(ordered_at_2)s) THEN 60 ELSE 120 END) * 60000000::BIGINT)) AS INTEGER) AS hour_of_day, count(*) AS orders
FROM orders
WHERE orders.ordered_at >= %(ordered_at_3)s AND orders.ordered_at < %(ordered_at_4)s AND orders.channel IN (__[POSTCOMPILE_channel_1]) GROUP BY CAST(EXTRACT(isodow FROM make_timestamp(epoch_us(orders.ordered_at) + (CASE WHEN (orders.ordered_at < %(ordered_at_1)s) THEN 60 ELSE 120 END) * 60000000::BIGINT)) AS INTEGER), CAST(EXTRACT(hour FROM make_timestamp(epoch_us(orders.ordered_at) + (CASE WHEN (orders.ordered_at < %(ordered_at_2)s) THEN 60 ELSE 120 END) * 60000000::BIGINT)) AS INTEGER)

-- median
SELECT date_trunc('month', make_timestamp(epoch_us(shipments.delivered_at) + (CASE WHEN (shipments.delivered_at < %(delivered_at_1)s) THEN 60 ELSE 120 END) * 60000000::BIGINT)) AS bucket, median(((epoch_us(shipments.delivered_at) - epoch_us(shipments.ordered_at)) / 86400000000.0)) AS delivery_days_median
FROM shipments
WHERE shipments.delivered_at >= %(delivered_at_2)s AND shipments.delivered_at < %(delivered_at_3)s GROUP BY date_trunc('month', make_timestamp(epoch_us(shipments.delivered_at) + (CASE WHEN (shipments.delivered_at < %(delivered_at_1)s) THEN 60 ELSE 120 END) * 60000000::BIGINT))

-- mean
SELECT date_trunc('hour', make_timestamp(epoch_us(reviews.reviewed_at) + (CASE WHEN (reviews.reviewed_at < %(reviewed_at_1)s) THEN 60 ELSE 120 END) * 60000000::BIGINT)) AS bucket, (CAST(sum(reviews.score) AS DOUBLE PRECISION) / NULLIF(count(reviews.score), 0)) AS review_score
FROM reviews
WHERE reviews.reviewed_at >= %(reviewed_at_2)s AND reviews.reviewed_at < %(reviewed_at_3)s GROUP BY date_trunc('hour', make_timestamp(epoch_us(reviews.reviewed_at) + (CASE WHEN (reviews.reviewed_at < %(reviewed_at_1)s) THEN 60 ELSE 120 END) * 60000000::BIGINT))

-- per entity
SELECT entities.category, sum(CASE WHEN (entities.multi_item_orders >= %(multi_item_orders_1)s) THEN %(param_1)s ELSE %(param_2)s END) AS multi_item_orders
FROM (SELECT products.category AS category, order_lines.order_id AS entity, count(*) AS multi_item_orders
FROM order_lines LEFT OUTER JOIN products ON order_lines.product_id = products.product_id
WHERE order_lines.ordered_at >= %(ordered_at_1)s AND order_lines.ordered_at < %(ordered_at_2)s AND order_lines.order_id IS NOT NULL GROUP BY products.category, order_lines.order_id) AS entities GROUP BY entities.category

-- per entity
SELECT products.category AS category, count(DISTINCT order_lines.order_id) AS orders_with_lines
FROM order_lines LEFT OUTER JOIN products ON order_lines.product_id = products.product_id
WHERE order_lines.ordered_at >= %(ordered_at_1)s AND order_lines.ordered_at < %(ordered_at_2)s GROUP BY products.category

-- closing
SELECT snapshots.bucket, snapshots.brand, sum(snapshots.stock_on_hand) AS stock_on_hand
FROM (SELECT date_trunc('day', make_timestamp(epoch_us(stock.counted_at) + (CASE WHEN (stock.counted_at < %(counted_at_1)s) THEN 60 ELSE 120 END) * 60000000::BIGINT)) AS bucket, products.brand AS brand, stock.on_hand AS stock_on_hand, row_number() OVER (PARTITION BY date_trunc('day', make_timestamp(epoch_us(stock.counted_at) + (CASE WHEN (stock.counted_at < %(counted_at_1)s) THEN 60 ELSE 120 END) * 60000000::BIGINT)), stock.product_id ORDER BY stock.counted_at DESC) AS place
FROM stock LEFT OUTER JOIN products ON stock.product_id = products.product_id
WHERE stock.counted_at >= %(counted_at_2)s AND stock.counted_at < %(counted_at_3)s) AS snapshots
WHERE snapshots.place = %(place_1)s GROUP BY snapshots.bucket, snapshots.brand

-- condition
SELECT sum(CASE WHEN (shipments.delivered_at > shipments.promised_at) THEN %(param_1)s ELSE %(param_2)s END) AS late_deliveries
FROM shipments
WHERE shipments.delivered_at >= %(delivered_at_1)s AND shipments.delivered_at < %(delivered_at_2)s
HAVING count(*) > %(count_1)s
