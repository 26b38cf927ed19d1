//! Arabic letters as they are drawn to letters as they are typed.
//!
//! Arabic letters join, and many fonts say of their glyphs which joined form or ligature they draw (Unicode's
//! presentation forms). Nobody types those, so no search would find them. The tables are what Unicode's NFKC
//! makes of the forms, in Buckwalter's transliteration so that every editor shows them in their order.

/// The letters from U+0621 and the letters and marks from U+0641, transliterated.
const FROM_0621: &str = "'|>&<}AbptvjHxd*rzs$SDTZEg";
const FROM_0641: &str = "fqklmnhwYyFNKaui~o";

/// What the forms from U+FE70 stand for; a dot for those that stay as they are.
const FORMS_FROM_FE70: &str = "\
    F F N . K . a a u u i i ~ ~ o o ' | | > > & & < < } } } } A A b b b b p p t t t t v v v v j j j j H H H H x x \
    x x d d * * r r z z s s s s $ $ $ $ S S S S D D D D T T T T Z Z Z Z E E E E g g g g f f f f q q q q k k k k l \
    l l l m m m m n n n n h h h h w w Y Y y y y y l| l| l> l> l< l< lA lA";

/// What the ligatures from U+FC00 stand for.
const LIGATURES_FROM_FC00: &str = "\
    }j }H }m }Y }y bj bH bx bm bY by tj tH tx tm tY ty vj vm vY vy jH jm Hj Hm xj xH xm sj sH sx sm SH Sm Dj DH Dx \
    Dm TH Tm Zm Ej Em gj gm fj fH fx fm fY fy qH qm qY qy kA kj kH kx kl km kY ky lj lH lx lm lY ly mj mH mx mm mY \
    my nj nH nx nm nY ny hj hm hY hy yj yH yx ym yY yy *` r` Y` N~ K~ a~ u~ i~ ~` }r }z }m }n }Y }y br bz bm bn bY \
    by tr tz tm tn tY ty vr vz vm vn vY vy fY fy qY qy kA kl km kY ky lm lY ly mA mm nr nz nm nn nY ny Y` yr yz ym \
    yn yY yy }j }H }x }m }h bj bH bx bm bh tj tH tx tm th vm jH jm Hj Hm xj xm sj sH sx sm SH Sx Sm Dj DH Dx Dm TH \
    Zm Ej Em gj gm fj fH fx fm qH qm kj kH kx kl km lj lH lx lm lh mj mH mx mm nj nH nx nm nh hj hm h` yj yH yx ym \
    yh }m }h bm bh tm th vm vh sm sh $m $h kl km lm nm nh ym yh a~ u~ i~ TY Ty EY Ey gY gy sY sy $Y $y HY Hy jY jy \
    xY xy SY Sy DY Dy $j $H $x $m $r sr Sr Dr TY Ty EY Ey gY gy sY sy $Y $y HY Hy jY jy xY xy SY Sy DY Dy $j $H $x \
    $m $r sr Sr Dr $j $H $x $m sh $h Tm sj sH sx $j $H $x Tm Zm AF AF";

/// The letters that a presentation form stands for, in the order in which they are read; none for any other
/// character.
pub(super) fn typed(form: char) -> Option<String> {
    let (table, first) = match form {
        '\u{fe70}'..='\u{fefc}' => (FORMS_FROM_FE70, 0xfe70),
        '\u{fc00}'..='\u{fd3d}' => (LIGATURES_FROM_FC00, 0xfc00),
        _ => return persian(form).map(String::from),
    };
    let signs = table.split(' ').nth(form as usize - first)?;
    signs.chars().map(letter).collect()
}

/// The letter of a sign of the transliteration.
fn letter(sign: char) -> Option<char> {
    let counted_from = |first: u32, signs: &str| char::from_u32(first + signs.find(sign)? as u32);
    match sign {
        '`' => Some('\u{670}'),
        _ => counted_from(0x621, FROM_0621).or_else(|| counted_from(0x641, FROM_0641)),
    }
}

/// The letters that Persian and Urdu have besides those of Arabic.
fn persian(form: char) -> Option<char> {
    match form {
        '\u{fb56}'..='\u{fb59}' => Some('\u{67e}'),
        '\u{fb66}'..='\u{fb69}' => Some('\u{679}'),
        '\u{fb7a}'..='\u{fb7d}' => Some('\u{686}'),
        '\u{fb88}' | '\u{fb89}' => Some('\u{688}'),
        '\u{fb8a}' | '\u{fb8b}' => Some('\u{698}'),
        '\u{fb8c}' | '\u{fb8d}' => Some('\u{691}'),
        '\u{fb8e}'..='\u{fb91}' => Some('\u{6a9}'),
        '\u{fb92}'..='\u{fb95}' => Some('\u{6af}'),
        '\u{fb9e}' | '\u{fb9f}' => Some('\u{6ba}'),
        '\u{fba6}'..='\u{fba9}' => Some('\u{6c1}'),
        '\u{fbae}' | '\u{fbaf}' => Some('\u{6d2}'),
        '\u{fbfc}'..='\u{fbff}' => Some('\u{6cc}'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_and_ligatures_become_letters() {
        let forms = ['\u{fe8d}', '\u{fee7}', '\u{feef}', '\u{fefb}', '\u{fccb}', '\u{fb58}'];
        let typed: Vec<_> = forms.into_iter().map(|form| typed(form).unwrap_or_default()).collect();
        assert_eq!(typed, ["\u{627}", "\u{646}", "\u{649}", "\u{644}\u{627}", "\u{644}\u{62e}", "\u{67e}"]);
    }

    #[test]
    fn the_tables_are_complete() {
        assert_eq!(FORMS_FROM_FE70.split(' ').count(), 0xfefc - 0xfe70 + 1);
        assert_eq!(LIGATURES_FROM_FC00.split(' ').count(), 0xfd3d - 0xfc00 + 1);
        assert!(('\u{fe80}'..='\u{fefc}').all(|form| typed(form).is_some()), "every letter has its form");
        assert_eq!(typed('a'), None);
    }
}
