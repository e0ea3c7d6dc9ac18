-- The warehouse on MariaDB: the views of the contract as plain tables. Moments are UTC.

CREATE TABLE IF NOT EXISTS v_dim_member (
    site_id varchar(100) NOT NULL,
    member_id bigint NOT NULL,
    name varchar(100),
    phone varchar(32),
    avatar varchar(500),
    level varchar(50),
    register_date date,
    PRIMARY KEY (site_id, member_id)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS v_dim_member_account (
    site_id varchar(100) NOT NULL,
    account_id bigint NOT NULL,
    member_id bigint NOT NULL,
    PRIMARY KEY (site_id, account_id, member_id)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS v_dim_member_card_account (
    site_id varchar(100) NOT NULL,
    member_id bigint NOT NULL,
    card_id bigint NOT NULL,
    balance numeric(12, 2) NOT NULL,
    is_delete smallint NOT NULL,
    PRIMARY KEY (site_id, card_id)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE INDEX IF NOT EXISTS ix_cards_member_id ON v_dim_member_card_account (site_id, member_id);

CREATE TABLE IF NOT EXISTS v_dim_assistant (
    site_id varchar(100) NOT NULL,
    assistant_id bigint NOT NULL,
    name varchar(100),
    avatar varchar(500),
    level varchar(50),
    skills text,
    hire_date date,
    is_delete smallint NOT NULL,
    PRIMARY KEY (site_id, assistant_id)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS v_dwd_settlement (
    site_id varchar(100) NOT NULL,
    settlement_id bigint NOT NULL,
    member_id bigint NOT NULL,
    settle_type smallint NOT NULL,
    ledger_amount numeric(12, 2) NOT NULL,
    table_charge_money numeric(12, 2) NOT NULL,
    goods_money numeric(12, 2) NOT NULL,
    assistant_pd_money numeric(12, 2) NOT NULL,
    assistant_cx_money numeric(12, 2) NOT NULL,
    table_name varchar(100),
    create_time datetime(6) NOT NULL,
    is_delete smallint NOT NULL,
    PRIMARY KEY (site_id, settlement_id)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE INDEX IF NOT EXISTS ix_settlements_member_id ON v_dwd_settlement (site_id, member_id, create_time);

CREATE TABLE IF NOT EXISTS v_dwd_assistant_service (
    site_id varchar(100) NOT NULL,
    service_id bigint NOT NULL,
    settlement_id bigint,
    assistant_id bigint NOT NULL,
    tenant_member_id bigint NOT NULL,
    course_type varchar(20),
    hours numeric(12, 2) NOT NULL,
    ledger_amount numeric(12, 2) NOT NULL,
    assistant_pd_money numeric(12, 2) NOT NULL,
    assistant_cx_money numeric(12, 2) NOT NULL,
    table_name varchar(100),
    record_type varchar(20) NOT NULL,
    is_estimate smallint NOT NULL,
    create_time datetime(6) NOT NULL,
    is_delete smallint NOT NULL,
    PRIMARY KEY (site_id, service_id)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE INDEX IF NOT EXISTS ix_services_tenant_member_id ON v_dwd_assistant_service (site_id, tenant_member_id, create_time);
CREATE INDEX IF NOT EXISTS ix_services_assistant_id ON v_dwd_assistant_service
    (site_id, assistant_id, create_time, tenant_member_id, is_delete);
CREATE INDEX IF NOT EXISTS ix_services_spent ON v_dwd_assistant_service
    (site_id, assistant_id, tenant_member_id, is_delete, ledger_amount);
CREATE INDEX IF NOT EXISTS ix_services_settlement_id ON v_dwd_assistant_service (settlement_id);

CREATE TABLE IF NOT EXISTS v_dwd_recharge (
    site_id varchar(100) NOT NULL,
    recharge_id bigint NOT NULL,
    member_id bigint NOT NULL,
    assistant_id bigint,
    amount numeric(12, 2) NOT NULL,
    create_time datetime(6) NOT NULL,
    is_delete smallint NOT NULL,
    PRIMARY KEY (site_id, recharge_id)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE INDEX IF NOT EXISTS ix_recharges_member_id ON v_dwd_recharge (site_id, member_id);

CREATE TABLE IF NOT EXISTS v_dws_member_assistant_relation_index (
    site_id varchar(100) NOT NULL,
    member_id bigint NOT NULL,
    assistant_id bigint NOT NULL,
    relation_index numeric(6, 4) NOT NULL
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE INDEX IF NOT EXISTS ix_relations_member_id ON v_dws_member_assistant_relation_index
    (site_id, member_id, assistant_id, relation_index);
CREATE INDEX IF NOT EXISTS ix_relations_assistant_id ON v_dws_member_assistant_relation_index
    (site_id, assistant_id, member_id, relation_index);

CREATE TABLE IF NOT EXISTS v_dws_assistant_salary_calc (
    site_id varchar(100) NOT NULL,
    assistant_id bigint NOT NULL,
    salary_month date NOT NULL,
    level varchar(50),
    effective_hours numeric(12, 2) NOT NULL,
    gross_salary numeric(12, 2) NOT NULL,
    base_income numeric(12, 2) NOT NULL,
    bonus_income numeric(12, 2) NOT NULL,
    recharge_commission numeric(12, 2) NOT NULL,
    drinks_commission numeric(12, 2) NOT NULL,
    PRIMARY KEY (site_id, assistant_id, salary_month)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
