-- The platform's tables, as they stand in its database. Indexes, triggers and comments follow in indexes.sql, once the generated rows are in.
CREATE EXTENSION IF NOT EXISTS "uuid-ossp";

CREATE TABLE urls (
    id SERIAL PRIMARY KEY,
    url TEXT UNIQUE NOT NULL,
    domain TEXT,
    timestamp TEXT,
    status_code INTEGER,
    mime_type TEXT,
    tags TEXT DEFAULT '',
    created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
    updated_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP
);

CREATE TABLE jobs (
    id SERIAL NOT NULL,
    type TEXT,
    domain TEXT,
    status TEXT,
    progress INTEGER,
    result TEXT,
    error_message TEXT,
    created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
    updated_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP
);

CREATE TABLE import_status (
    id SERIAL PRIMARY KEY,
    status TEXT,
    detail TEXT,
    progress INTEGER,
    total INTEGER,
    created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP
);

CREATE TABLE notes (
    id SERIAL PRIMARY KEY,
    url_id INTEGER NOT NULL,
    content TEXT NOT NULL,
    created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
    updated_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
    FOREIGN KEY (url_id) REFERENCES urls(id) ON DELETE CASCADE
);

CREATE TABLE text_notes (
    id SERIAL PRIMARY KEY,
    content TEXT NOT NULL,
    created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
    updated_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP
);

CREATE TABLE jwt_cookies (
    id SERIAL PRIMARY KEY,
    token TEXT,
    header TEXT,
    payload TEXT,
    notes TEXT,
    created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP
);

CREATE TABLE screenshots (
    id SERIAL PRIMARY KEY,
    url TEXT,
    method TEXT,
    screenshot_path TEXT,
    thumbnail_path TEXT,
    status_code INTEGER DEFAULT 0,
    ip_addresses TEXT DEFAULT '',
    created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP
);

CREATE TABLE sitezips (
    id SERIAL PRIMARY KEY,
    url TEXT NOT NULL,
    method TEXT DEFAULT 'GET',
    zip_path TEXT,
    screenshot_path TEXT,
    thumbnail_path TEXT,
    status_code INTEGER DEFAULT 0,
    ip_addresses TEXT DEFAULT '',
    created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP
);

CREATE TABLE assets (
    id SERIAL PRIMARY KEY,
    path TEXT NOT NULL,
    asset_type TEXT NOT NULL,
    content_type_affinity TEXT DEFAULT '',
    load_order INTEGER DEFAULT 0,
    created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP
);

CREATE TABLE domains (
    id SERIAL NOT NULL,
    root_domain TEXT NOT NULL,
    subdomain TEXT NOT NULL,
    source TEXT NOT NULL,
    tags TEXT DEFAULT '',
    cdx_indexed BOOLEAN DEFAULT FALSE,
    fetched_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
    created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
    updated_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP
);

CREATE TABLE users (
    id SERIAL PRIMARY KEY,
    username VARCHAR(80) UNIQUE NOT NULL,
    password_hash VARCHAR(255) NOT NULL,
    is_active BOOLEAN DEFAULT TRUE,
    created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
    updated_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP
);

-- From here on: tables that the platform's ORM adds at its start, hence without defaults for their times.
CREATE TABLE api_keys (
    id SERIAL PRIMARY KEY,
    service VARCHAR(100) NOT NULL UNIQUE,
    key_value TEXT NOT NULL,
    is_active BOOLEAN,
    created_at TIMESTAMP,
    updated_at TIMESTAMP
);

CREATE TABLE conversations (
    id SERIAL PRIMARY KEY,
    session_id VARCHAR(255) NOT NULL UNIQUE,
    title VARCHAR(255),
    created_at TIMESTAMP,
    updated_at TIMESTAMP
);

CREATE TABLE chat_messages (
    id SERIAL PRIMARY KEY,
    conversation_id INTEGER NOT NULL REFERENCES conversations(id),
    role VARCHAR(50) NOT NULL,
    content TEXT NOT NULL,
    function_calls TEXT,
    created_at TIMESTAMP
);

CREATE TABLE llm_provider_configs (
    id SERIAL PRIMARY KEY,
    provider VARCHAR(50) NOT NULL,
    name VARCHAR(100) NOT NULL UNIQUE,
    base_url VARCHAR(500) NOT NULL,
    api_key TEXT,
    model VARCHAR(100) NOT NULL,
    is_active BOOLEAN,
    is_default BOOLEAN,
    connection_timeout INTEGER,
    max_tokens INTEGER,
    temperature DOUBLE PRECISION,
    created_at TIMESTAMP,
    updated_at TIMESTAMP
);

CREATE TABLE llm_provider_audit_logs (
    id SERIAL PRIMARY KEY,
    provider_config_id INTEGER REFERENCES llm_provider_configs(id),
    action VARCHAR(50) NOT NULL,
    old_values TEXT,
    new_values TEXT,
    test_result TEXT,
    user_id INTEGER REFERENCES users(id),
    created_at TIMESTAMP
);
