-- day
SELECT date(datetime(order_lines.ordered_at, (CASE WHEN (order_lines.ordered_at < ?) THEN 60 ELSE 120 END) || ' minutes')) AS bucket, orders.channel AS channel, sum(order_lines.unit_price * order_lines.quantity - coalesce(order_lines.discount, ?)) AS revenue
FROM order_lines LEFT OUTER JOIN orders ON order_lines.order_id = orders.order_id AND orders.ordered_at >= ? AND orders.ordered_at < ?
WHERE order_lines.ordered_at >= ? AND order_lines.ordered_at < ? GROUP BY date(datetime(order_lines.ordered_at, (CASE WHEN (order_lines.ordered_at < ?) THEN 60 ELSE 120 END) || ' minutes')), orders.channel

-- week from Sunday
SELECT datetime(date(datetime(datetime(order_lines.ordered_at, (CASE WHEN (order_lines.ordered_at < ?) THEN 60 ELSE 120 END) || ' minutes'), (-8640) || ' minutes'), '-6 days', 'weekday 1'), (8640) || ' minutes') AS bucket, sum(order_lines.unit_price * order_lines.quantity - coalesce(order_lines.discount, ?)) AS revenue
FROM order_lines
WHERE order_lines.ordered_at >= ? AND order_lines.ordered_at < ? GROUP BY datetime(date(datetime(datetime(order_lines.ordered_at, (CASE WHEN (order_lines.ordered_at < ?) THEN 60 ELSE 120 END) || ' minutes'), (-8640) || ' minutes'), '-6 days', 'weekday 1'), (8640) || ' minutes')

-- week from Sunday
SELECT datetime(date(datetime(datetime(orders.ordered_at, (CASE WHEN (orders.ordered_at < ?) THEN 60 ELSE 120 END) || ' minutes'), (-8640) || ' minutes'), '-6 days', 'weekday 1'), (8640) || ' minutes') AS bucket, count(*) AS orders
FROM orders
WHERE orders.ordered_at >= ? AND orders.ordered_at < ? GROUP BY datetime(date(datetime(datetime(orders.ordered_at, (CASE WHEN (orders.ordered_at < ?) THEN 60 ELSE 120 END) || ' minutes'), (-8640) || ' minutes'), '-6 days', 'weekday 1'), (8640) || ' minutes')

-- clock
SELECT ((CAST(strftime('%w', datetime(orders.ordered_at, (CASE WHEN (orders.ordered_at < ?) THEN 60 ELSE 120 END) || ' minutes')) AS INTEGER) + 6) % 7 + 1) AS weekday, CAST(strftime('%H', datetime(orders.ordered_at, (CASE WHEN (orders.ordered_at < ?) THEN 60 ELSE 120 END) || ' minutes')) AS INTEGER) AS hour_of_day, count(*) AS orders
FROM orders
WHERE orders.ordered_at >= ? AND orders.ordered_at < ? AND orders.channel IN (__[POSTCOMPILE_channel_1]) GROUP BY ((CAST(strftime('%w', datetime(orders.ordered_at, (CASE WHEN (orders.ordered_at < ?) THEN 60 ELSE 120 END) || ' minutes')) AS INTEGER) + 6) % 7 + 1), CAST(strftime('%H', datetime(orders.ordered_at, (CASE WHEN (orders.ordered_at < ?) THEN 60 ELSE 120 END) || ' minutes')) AS INTEGER)

-- median
SELECT date(datetime(shipments.delivered_at, (CASE WHEN (shipments.delivered_at < ?) THEN 60 ELSE 120 END) || ' minutes'), 'start of month') AS bucket, median((julianday(shipments.delivered_at) - julianday(shipments.ordered_at))) AS delivery_days_median
FROM shipments
WHERE shipments.delivered_at >= ? AND shipments.delivered_at < ? GROUP BY date(datetime(shipments.delivered_at, (CASE WHEN (shipments.delivered_at < ?) THEN 60 ELSE 120 END) || ' minutes'), 'start of month')

-- mean
SELECT strftime('%Y-%m-%d %H:00:00', datetime(reviews.reviewed_at, (CASE WHEN (reviews.reviewed_at < ?) THEN 60 ELSE 120 END) || ' minutes')) AS bucket, (CAST(sum(reviews.score) AS DOUBLE) / NULLIF(count(reviews.score), 0)) AS review_score
FROM reviews
WHERE reviews.reviewed_at >= ? AND reviews.reviewed_at < ? GROUP BY strftime('%Y-%m-%d %H:00:00', datetime(reviews.reviewed_at, (CASE WHEN (reviews.reviewed_at < ?) THEN 60 ELSE 120 END) || ' minutes'))

-- per entity
SELECT entities.category, sum(CASE WHEN (entities.multi_item_orders >= ?) THEN ? ELSE ? END) AS multi_item_orders
FROM (SELECT products.category AS category, order_lines.order_id AS entity, count(*) AS multi_item_orders
FROM order_lines LEFT OUTER JOIN products ON order_lines.product_id = products.product_id
WHERE order_lines.ordered_at >= ? AND order_lines.ordered_at < ? AND order_lines.order_id IS NOT NULL GROUP BY products.category, order_lines.order_id) AS entities GROUP BY entities.category

-- per entity
SELECT products.category AS category, count(DISTINCT order_lines.order_id) AS orders_with_lines
FROM order_lines LEFT OUTER JOIN products ON order_lines.product_id = products.product_id
WHERE order_lines.ordered_at >= ? AND order_lines.ordered_at < ? GROUP BY products.category

-- closing
SELECT snapshots.bucket, snapshots.brand, sum(snapshots.stock_on_hand) AS stock_on_hand
FROM (SELECT date(datetime(stock.counted_at, (CASE WHEN (stock.counted_at < ?) THEN 60 ELSE 120 END) || ' minutes')) AS bucket, products.brand AS brand, stock.on_hand AS stock_on_hand, row_number() OVER (PARTITION BY date(datetime(stock.counted_at, (CASE WHEN (stock.counted_at < ?) THEN 60 ELSE 120 END) || ' minutes')), stock.product_id ORDER BY stock.counted_at DESC) AS place
FROM stock LEFT OUTER JOIN products ON stock.product_id = products.product_id
WHERE stock.counted_at >= ? AND stock.counted_at < ?) AS snapshots
WHERE snapshots.place = ? GROUP BY snapshots.bucket, snapshots.brand

-- condition
SELECT sum(CASE WHEN (shipments.delivered_at > shipments.promised_at) THEN ? ELSE ? END) AS late_deliveries
FROM shipments
WHERE shipments.delivered_at >= ? AND shipments.delivered_at < ?
HAVING count(*) > ?
