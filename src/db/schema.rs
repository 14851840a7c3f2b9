//! The tables as diesel sees them; written by the same hand as `migrations/` and compared with both engines by tests.
#![allow(missing_docs)]

diesel::table! {
    users (id) {
        id -> Text,
        email -> Text,
        password_hash -> Nullable<Text>,
        role -> Text,
        state -> Text,
        first_name -> Text,
        last_name -> Text,
        phone -> Nullable<Text>,
        address -> Nullable<Text>,
        postal_code -> Nullable<Text>,
        city -> Nullable<Text>,
        mail_blocked -> Bool,
        terms_version -> Nullable<Text>,
        terms_accepted_at -> Nullable<Text>,
        privacy_accepted_at -> Nullable<Text>,
        created_at -> Text,
        updated_at -> Text,
        last_login_at -> Nullable<Text>,
    }
}

diesel::table! {
    member_numbers (first_number) {
        first_number -> Integer,
        user_id -> Text,
    }
}

diesel::table! {
    sessions (id) {
        id -> Text,
        user_id -> Text,
        created_at -> Text,
        expires_at -> Text,
        last_used_at -> Text,
        revoked_at -> Nullable<Text>,
        address -> Text,
        agent -> Text,
        scope -> Text,
        register_session_id -> Nullable<Text>,
        generation -> Integer,
        renewed_at -> Nullable<Text>,
        password_at -> Nullable<Text>,
    }
}

diesel::table! {
    refresh_tokens (hash) {
        hash -> Text,
        session_id -> Text,
        created_at -> Text,
        used_at -> Nullable<Text>,
        generation -> Integer,
    }
}

diesel::table! {
    password_history (id) {
        id -> Text,
        user_id -> Text,
        hash -> Text,
        created_at -> Text,
    }
}

diesel::table! {
    user_tokens (hash) {
        hash -> Text,
        user_id -> Text,
        purpose -> Text,
        created_at -> Text,
        expires_at -> Text,
        used_at -> Nullable<Text>,
    }
}

diesel::table! {
    rate_counters (bucket, window_start) {
        bucket -> Text,
        window_start -> BigInt,
        count -> Integer,
    }
}

diesel::table! {
    journal_head (id) {
        id -> Integer,
        sequence -> BigInt,
    }
}

diesel::table! {
    journal (sequence) {
        sequence -> BigInt,
        at -> Text,
        actor_id -> Nullable<Text>,
        actor_role -> Text,
        address -> Text,
        agent -> Text,
        request_id -> Text,
        event -> Text,
        subject -> Text,
        details -> Text,
        hash -> Text,
    }
}

diesel::table! {
    editions (id) {
        id -> Text,
        name -> Text,
        code -> Text,
        status -> Text,
        is_training -> Bool,
        running -> Nullable<Integer>,
        starts_at -> Text,
        ends_at -> Text,
        place -> Nullable<Text>,
        description -> Nullable<Text>,
        declaration_deadline -> Nullable<Text>,
        deposit_days -> Text,
        sale_days -> Text,
        return_day -> Nullable<Text>,
        commission_bp -> Integer,
        settings -> Text,
        catalogue -> Nullable<Text>,
        label_key -> Text,
        created_at -> Text,
        created_by -> Nullable<Text>,
        updated_at -> Text,
        closed_at -> Nullable<Text>,
        closed_by -> Nullable<Text>,
        managers_told_at -> Nullable<Text>,
        sale_opened_at -> Nullable<Text>,
    }
}

diesel::table! {
    slots (id) {
        id -> Text,
        edition_id -> Text,
        starts_at -> Text,
        ends_at -> Text,
        capacity -> Integer,
        taken -> Integer,
        residents_only -> Bool,
        list_types -> Text,
        note -> Text,
    }
}

diesel::table! {
    registrations (id) {
        id -> Text,
        edition_id -> Text,
        user_id -> Text,
        slot_id -> Text,
        list_type -> Text,
        origin -> Text,
        ticket_ref -> Nullable<Text>,
        order_ref -> Nullable<Text>,
        tariff -> Nullable<Text>,
        created_at -> Text,
    }
}

diesel::table! {
    list_numbers (edition_id, number) {
        edition_id -> Text,
        number -> Integer,
        registration_id -> Text,
    }
}

diesel::table! {
    tariffs (edition_id, text) {
        edition_id -> Text,
        text -> Text,
        list_type -> Text,
    }
}

diesel::table! {
    imports (id) {
        id -> Text,
        edition_id -> Text,
        digest -> Text,
        file_name -> Text,
        content -> Nullable<Binary>,
        created_at -> Text,
        created_by -> Text,
        imported_at -> Nullable<Text>,
        result -> Nullable<Text>,
    }
}

diesel::table! {
    invitations (id) {
        id -> Text,
        edition_id -> Text,
        user_id -> Text,
        token_hash -> Nullable<Text>,
        state -> Text,
        created_at -> Text,
        created_by -> Nullable<Text>,
        sent_at -> Nullable<Text>,
        expires_at -> Text,
        used_at -> Nullable<Text>,
        opened_at -> Nullable<Text>,
    }
}

diesel::table! {
    lists (id) {
        id -> Text,
        edition_id -> Text,
        registration_id -> Text,
        user_id -> Text,
        number -> Integer,
        list_type -> Text,
        state -> Text,
        label_state -> Text,
        version -> Integer,
        created_at -> Text,
        validated_at -> Nullable<Text>,
        labels_at -> Nullable<Text>,
        review_started_at -> Nullable<Text>,
        bags -> Nullable<Text>,
    }
}

diesel::table! {
    articles (id) {
        id -> Text,
        edition_id -> Text,
        list_id -> Text,
        list_number -> Integer,
        line -> Integer,
        entry -> Integer,
        code -> Nullable<Text>,
        category -> Text,
        subcategory -> Text,
        gender -> Nullable<Text>,
        size -> Nullable<Text>,
        description -> Text,
        color -> Nullable<Text>,
        brand -> Nullable<Text>,
        price_cents -> Integer,
        is_lot -> Bool,
        lot_quantity -> Nullable<Integer>,
        certified -> Bool,
        status -> Text,
        status_reason -> Nullable<Text>,
        created_at -> Text,
        updated_at -> Text,
        verdict -> Nullable<Text>,
        mark -> Nullable<Text>,
        outcome -> Nullable<Text>,
        as_declared -> Nullable<Text>,
        reason_code -> Nullable<Text>,
        bag -> Nullable<Integer>,
        extra_simplified -> Integer,
        extra_complete -> Integer,
    }
}

diesel::table! {
    register_sessions (id) {
        id -> Text,
        edition_id -> Text,
        ordinal -> Integer,
        register_number -> Integer,
        user_id -> Text,
        open_key -> Nullable<Text>,
        opening_float_cents -> Integer,
        opened_at -> Text,
        closed_at -> Nullable<Text>,
        closed_by -> Nullable<Text>,
        last_sequence -> Integer,
        last_signature -> Text,
        last_seen_at -> Text,
        report -> Nullable<Text>,
        counted -> Nullable<Text>,
        comment -> Nullable<Text>,
    }
}

diesel::table! {
    tickets (id) {
        id -> Text,
        edition_id -> Text,
        session_id -> Text,
        number -> Integer,
        sequence -> Integer,
        sold_at -> Text,
        recorded_at -> Text,
        private_sale -> Bool,
        total_cents -> Integer,
        previous -> Text,
        signature -> Text,
        cancels -> Nullable<Text>,
        origin -> Text,
    }
}

diesel::table! {
    ticket_lines (id) {
        id -> Text,
        ticket_id -> Text,
        edition_id -> Text,
        line -> Integer,
        code -> Text,
        article_id -> Nullable<Text>,
        effective_article_id -> Nullable<Text>,
        price_cents -> Integer,
        payout_price_cents -> Nullable<Integer>,
        status -> Text,
        price_differs -> Bool,
        sold_at -> Text,
        cancelled_at -> Nullable<Text>,
        cancelled_by -> Nullable<Text>,
        cancel_reason -> Nullable<Text>,
        cancel_comment -> Nullable<Text>,
        settled_at -> Nullable<Text>,
        settled_by -> Nullable<Text>,
        settled_how -> Nullable<Text>,
        settled_reason -> Nullable<Text>,
    }
}

diesel::table! {
    payments (id) {
        id -> Text,
        ticket_id -> Text,
        session_id -> Text,
        method -> Text,
        amount_cents -> Integer,
    }
}

diesel::table! {
    quarantine (id) {
        id -> Text,
        edition_id -> Text,
        ticket_id -> Text,
        digest -> Text,
        body -> Text,
        reason -> Text,
        received_at -> Text,
        received_by -> Text,
        state -> Text,
        decided_at -> Nullable<Text>,
        decided_by -> Nullable<Text>,
        decision_reason -> Nullable<Text>,
        session_id -> Nullable<Text>,
        sequence -> Nullable<Integer>,
        signed -> Bool,
    }
}

diesel::table! {
    held_tickets (id) {
        id -> Text,
        edition_id -> Text,
        number -> Integer,
        open_number -> Nullable<Integer>,
        body -> Text,
        held_at -> Text,
        held_by -> Text,
        taken_at -> Nullable<Text>,
        taken_by -> Nullable<Text>,
    }
}

diesel::table! {
    payouts (id) {
        id -> Text,
        edition_id -> Text,
        user_id -> Text,
        gross_cents -> Integer,
        commission_cents -> Integer,
        fees_cents -> Integer,
        net_cents -> Integer,
        fees_due_cents -> Integer,
        state -> Text,
        computed_at -> Text,
        slip_at -> Nullable<Text>,
        method -> Nullable<Text>,
        cheque_number -> Nullable<Text>,
        transfer_date -> Nullable<Text>,
        unsold_returned -> Bool,
        comment -> Nullable<Text>,
        paid_at -> Nullable<Text>,
        paid_by -> Nullable<Text>,
        registration_id -> Nullable<Text>,
        payee -> Text,
        adjustments_cents -> Integer,
        slip_digest -> Nullable<Text>,
    }
}

diesel::table! {
    payout_payments (id) {
        id -> Text,
        payout_id -> Text,
        ordinal -> Integer,
        amount_cents -> Integer,
        method -> Text,
        cheque_number -> Nullable<Text>,
        transfer_date -> Nullable<Text>,
        paid_at -> Text,
        paid_by -> Nullable<Text>,
        comment -> Nullable<Text>,
        reverses -> Nullable<Text>,
        reason -> Nullable<Text>,
    }
}

diesel::table! {
    payout_adjustments (id) {
        id -> Text,
        payout_id -> Text,
        kind -> Text,
        amount_cents -> Integer,
        reason -> Text,
        linked_id -> Nullable<Text>,
        created_at -> Text,
        created_by -> Text,
    }
}

diesel::table! {
    outbox (id) {
        id -> Text,
        kind -> Text,
        user_id -> Nullable<Text>,
        recipient -> Text,
        subject -> Text,
        body_text -> Text,
        body_html -> Text,
        enclosure -> Nullable<Text>,
        state -> Text,
        attempts -> Integer,
        next_at -> Text,
        claimed_until -> Nullable<Text>,
        last_error -> Nullable<Text>,
        created_at -> Text,
        sent_at -> Nullable<Text>,
        lane -> Integer,
        link_hash -> Nullable<Text>,
        fault -> Nullable<Text>,
    }
}

diesel::table! {
    idempotency_keys (user_id, idempotency_key) {
        user_id -> Text,
        idempotency_key -> Text,
        request_hash -> Text,
        status -> Integer,
        body -> Text,
        created_at -> Text,
    }
}

diesel::table! {
    jobs (id) {
        id -> Text,
        kind -> Text,
        edition_id -> Text,
        created_by -> Text,
        state -> Text,
        done -> Integer,
        total -> Integer,
        message -> Text,
        payload -> Text,
        result_path -> Nullable<Text>,
        claimed_until -> Nullable<Text>,
        created_at -> Text,
        updated_at -> Text,
    }
}

diesel::table! {
    tasks (name) {
        name -> Text,
        run_id -> Text,
        state -> Text,
        started_at -> Text,
        ended_at -> Nullable<Text>,
        succeeded_at -> Nullable<Text>,
        duration_ms -> Nullable<Integer>,
        detail -> Text,
        report -> Nullable<Text>,
        claimed_until -> Nullable<Text>,
    }
}

diesel::table! {
    notices (kind, user_id, about, day) {
        kind -> Text,
        user_id -> Text,
        about -> Text,
        day -> Text,
        told_at -> Text,
    }
}

diesel::table! {
    label_prices (article_id, price_cents) {
        article_id -> Text,
        price_cents -> Integer,
        made_at -> Text,
    }
}

diesel::table! {
    desk_sessions (id) {
        id -> Text,
        edition_id -> Text,
        desk_number -> Nullable<Integer>,
        user_id -> Text,
        volunteers -> Text,
        opened_at -> Text,
        closed_at -> Nullable<Text>,
        report -> Nullable<Text>,
        heard_at -> Nullable<Text>,
    }
}

diesel::table! {
    desk_commands (id) {
        id -> Text,
        edition_id -> Text,
        list_id -> Text,
        article_id -> Nullable<Text>,
        kind -> Text,
        value -> Text,
        decided_at -> Text,
        claimed_at -> Text,
        received_at -> Text,
        desk_session_id -> Nullable<Text>,
        register_session_id -> Nullable<Text>,
        user_id -> Text,
        by_manager -> Bool,
    }
}

diesel::table! {
    deposit_checks (registration_id) {
        registration_id -> Text,
        envelope -> Nullable<Bool>,
        signed_on_paper -> Nullable<Bool>,
        identity -> Nullable<Bool>,
        residence -> Nullable<Bool>,
        remark -> Nullable<Text>,
    }
}

diesel::joinable!(member_numbers -> users (user_id));
diesel::joinable!(sessions -> users (user_id));
diesel::joinable!(refresh_tokens -> sessions (session_id));
diesel::joinable!(password_history -> users (user_id));
diesel::joinable!(user_tokens -> users (user_id));
diesel::joinable!(slots -> editions (edition_id));
diesel::joinable!(registrations -> editions (edition_id));
diesel::joinable!(registrations -> users (user_id));
diesel::joinable!(registrations -> slots (slot_id));
diesel::joinable!(list_numbers -> editions (edition_id));
diesel::joinable!(list_numbers -> registrations (registration_id));
diesel::joinable!(tariffs -> editions (edition_id));
diesel::joinable!(imports -> editions (edition_id));
diesel::joinable!(invitations -> editions (edition_id));
diesel::joinable!(invitations -> users (user_id));
diesel::joinable!(lists -> editions (edition_id));
diesel::joinable!(lists -> registrations (registration_id));
diesel::joinable!(lists -> users (user_id));
diesel::joinable!(articles -> editions (edition_id));
diesel::joinable!(articles -> lists (list_id));
diesel::joinable!(register_sessions -> editions (edition_id));
diesel::joinable!(register_sessions -> users (user_id));
diesel::joinable!(tickets -> editions (edition_id));
diesel::joinable!(tickets -> register_sessions (session_id));
diesel::joinable!(ticket_lines -> tickets (ticket_id));
diesel::joinable!(ticket_lines -> editions (edition_id));
diesel::joinable!(ticket_lines -> articles (article_id));
diesel::joinable!(payments -> tickets (ticket_id));
diesel::joinable!(payments -> register_sessions (session_id));
diesel::joinable!(quarantine -> editions (edition_id));
diesel::joinable!(held_tickets -> editions (edition_id));
diesel::joinable!(held_tickets -> users (held_by));
diesel::joinable!(payouts -> editions (edition_id));
diesel::joinable!(payouts -> users (user_id));
diesel::joinable!(payout_payments -> payouts (payout_id));
diesel::joinable!(payout_adjustments -> payouts (payout_id));
diesel::joinable!(outbox -> users (user_id));
diesel::joinable!(idempotency_keys -> users (user_id));
diesel::joinable!(jobs -> editions (edition_id));
diesel::joinable!(label_prices -> articles (article_id));
diesel::joinable!(notices -> users (user_id));
diesel::joinable!(desk_sessions -> editions (edition_id));
diesel::joinable!(desk_sessions -> users (user_id));
diesel::joinable!(desk_commands -> lists (list_id));
diesel::joinable!(desk_commands -> users (user_id));
diesel::joinable!(deposit_checks -> registrations (registration_id));

diesel::allow_tables_to_appear_in_same_query!(
    users,
    member_numbers,
    sessions,
    refresh_tokens,
    password_history,
    user_tokens,
    rate_counters,
    journal_head,
    journal,
    editions,
    slots,
    registrations,
    list_numbers,
    tariffs,
    imports,
    invitations,
    lists,
    articles,
    register_sessions,
    tickets,
    ticket_lines,
    payments,
    quarantine,
    held_tickets,
    payouts,
    payout_payments,
    payout_adjustments,
    outbox,
    idempotency_keys,
    jobs,
    tasks,
    notices,
    label_prices,
    desk_sessions,
    desk_commands,
    deposit_checks,
);
