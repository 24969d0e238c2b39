-- A year of an installation's life up to now. The seed makes every first start the same, apart from the moment on which all times end.
SELECT setseed(0.42);

-- jobs: 180,000 in the order of their times; a few of the old ones were left behind by workers that died.
INSERT INTO jobs (type, domain, status, progress, result, error_message, created_at, updated_at)
SELECT
    (ARRAY['enumerate_domains', 'enumerate_domains', 'enumerate_domains', 'enumerate_single_domain', 'normalize_domains', 'deduplicate_domains', 'cleanup_old_domains'])[1 + n % 7],
    'example' || n % 613 || '.test',
    status,
    CASE status WHEN 'completed' THEN 100 WHEN 'pending' THEN 0 ELSE (luck * 97)::int END,
    CASE WHEN status = 'completed' THEN '{"domains_found": ' || n % 89 || ', "sources": ["crt.sh", "virustotal"]}' END,
    CASE WHEN status = 'failed' THEN 'HTTPError: 429 Too Many Requests from source ' || n % 5 END,
    moment,
    LEAST(now()::timestamp, moment + CASE WHEN status = 'pending' THEN interval '0' ELSE interval '1 second' * (3 + (luck * luck * 240)::int) END)
FROM (
    SELECT n, random() AS luck,
        now()::timestamp - interval '365 days' * (1 - n / 180001.0) AS moment,
        CASE
            WHEN n % 2713 = 11 THEN 'running'
            WHEN n % 3511 = 7 THEN 'pending'
            WHEN n % 23 = 5 THEN 'failed'
            WHEN n % 211 = 3 THEN 'cancelled'
            ELSE 'completed'
        END AS status
    FROM generate_series(1, 180000) AS n
) AS made
ORDER BY n;

INSERT INTO domains (root_domain, subdomain, source, tags, cdx_indexed, fetched_at, created_at, updated_at)
SELECT
    'example' || n % 613 || '.test',
    (ARRAY['www', 'api', 'mail', 'stage', 'cdn', 'vpn', 'git', 'shop'])[1 + n % 8] || n / 8 || '.example' || n % 613 || '.test',
    (ARRAY['crt.sh', 'virustotal', 'shodan'])[1 + n % 3],
    CASE WHEN n % 17 = 0 THEN 'interesting' ELSE '' END,
    n % 4 = 0,
    moment, moment, moment
FROM (SELECT n, now()::timestamp - interval '365 days' * (1 - n / 50001.0) AS moment FROM generate_series(1, 50000) AS n) AS made
ORDER BY n;

INSERT INTO urls (url, domain, timestamp, status_code, mime_type, created_at, updated_at)
SELECT
    'https://www' || n / 8 || '.example' || n % 613 || '.test/page/' || n,
    'example' || n % 613 || '.test',
    to_char(moment, 'YYYYMMDDHH24MISS'),
    (ARRAY[200, 200, 200, 301, 404])[1 + n % 5],
    'text/html',
    moment, moment
FROM (SELECT n, now()::timestamp - interval '365 days' * (1 - n / 801.0) AS moment FROM generate_series(1, 800) AS n) AS made;

INSERT INTO notes (url_id, content, created_at, updated_at)
SELECT 1 + n * 2 % 800, 'Seen again, login form without a limit (' || n || ')', moment, moment
FROM (SELECT n, now()::timestamp - interval '300 days' * random() AS moment FROM generate_series(1, 300) AS n) AS made;

INSERT INTO text_notes (content, created_at, updated_at)
SELECT 'Finding ' || n || ': certificate shared with a forgotten host', moment, moment
FROM (SELECT n, now()::timestamp - interval '300 days' * random() AS moment FROM generate_series(1, 250) AS n) AS made;

-- The hash of `admin` is the platform's default login; the others have none that any password fits.
INSERT INTO users (username, password_hash, is_active, created_at, updated_at)
VALUES ('admin', 'scrypt:32768:8:1$bigshotDefault00$4de8de68a44b50bf94cf1bdf68c45e15f6e6edf2ec4467915f763d0fdb27f03862ce48dbcad38c6ad53c6dde5bf7f4959507635b5d8f2b0104031e102b905245', TRUE, now() - interval '365 days', now() - interval '365 days');
INSERT INTO users (username, password_hash, is_active, created_at, updated_at)
SELECT name, 'scrypt:32768:8:1$' || md5(name) || '$' || md5('a' || name) || md5('b' || name) || md5('c' || name) || md5('d' || name),
    position % 6 <> 0, moment, moment
FROM unnest(ARRAY['amara', 'bjorn', 'chen', 'divya', 'elif', 'farid', 'greta', 'hiro', 'ines', 'jonas', 'kofi', 'lena', 'mateo', 'nadia', 'oskar',
    'priya', 'quinn', 'rosa', 'samir', 'tove', 'umar', 'vera', 'wanda', 'xenia', 'yusuf']) WITH ORDINALITY AS people(name, position),
    LATERAL (SELECT now()::timestamp - interval '365 days' * (1 - (position - 1) / 25.0) AS moment) AS times;

INSERT INTO conversations (session_id, title, created_at, updated_at)
SELECT md5('conversation' || n), 'Which hosts of example' || n || '.test are new?', moment, moment
FROM (SELECT n, now()::timestamp - interval '200 days' * random() AS moment FROM generate_series(1, 220) AS n) AS made;

INSERT INTO chat_messages (conversation_id, role, content, created_at)
SELECT 1 + n / 3 % 220, (ARRAY['user', 'assistant', 'user'])[1 + n % 3], 'Message ' || n, now()::timestamp - interval '200 days' * random()
FROM generate_series(1, 660) AS n;

INSERT INTO screenshots (url, method, screenshot_path, thumbnail_path, status_code, created_at)
SELECT 'https://www.example' || n || '.test/', 'GET', 'screenshots/' || n || '.png', 'screenshots/' || n || '_small.png', 200, now()::timestamp - interval '300 days' * random()
FROM generate_series(1, 200) AS n;

INSERT INTO sitezips (url, zip_path, status_code, created_at)
SELECT 'https://www.example' || n || '.test/', 'sitezips/' || n || '.zip', 200, now()::timestamp - interval '300 days' * random() FROM generate_series(1, 120) AS n;

INSERT INTO assets (path, asset_type, content_type_affinity, load_order)
SELECT 'static/js/part' || n || '.js', 'script', 'text/html', n FROM generate_series(1, 100) AS n;

INSERT INTO import_status (status, detail, progress, total, created_at)
SELECT 'finished', 'import ' || n, 1000, 1000, now()::timestamp - interval '12 days' * n FROM generate_series(1, 30) AS n;

INSERT INTO api_keys (service, key_value, is_active, created_at, updated_at)
VALUES ('virustotal', 'not-a-real-key', TRUE, now(), now()), ('shodan', 'not-a-real-key-either', TRUE, now(), now());

INSERT INTO llm_provider_configs (provider, name, base_url, model, is_active, is_default, connection_timeout, max_tokens, temperature, created_at, updated_at)
VALUES ('lmstudio', 'local', 'http://127.0.0.1:1234/v1', 'local-model', TRUE, TRUE, 30, 4000, 0.7, now(), now());

INSERT INTO llm_provider_audit_logs (provider_config_id, action, new_values, user_id, created_at)
SELECT 1, (ARRAY['create', 'update', 'test'])[1 + n % 3], '{"max_tokens": ' || 1000 * n || '}', 1, now()::timestamp - interval '9 days' * n FROM generate_series(1, 40) AS n;
