"""Mobile networks by MCC and MNC (ITU-T E.212), as their users know them, where the apps are at home."""

from typing import NamedTuple


class Operator(NamedTuple):
    """`country` is an ISO 3166-1 code."""

    country: str
    name: str


OPERATORS = {
    "510-10": Operator("ID", "Telkomsel"),
    "510-11": Operator("ID", "XL"),
    "510-21": Operator("ID", "Indosat"),
    "510-28": Operator("ID", "Smartfren"),
    "510-89": Operator("ID", "3"),
    "502-12": Operator("MY", "Maxis"),
    "502-13": Operator("MY", "Celcom"),
    "502-16": Operator("MY", "Digi"),
    "502-18": Operator("MY", "U Mobile"),
    "515-02": Operator("PH", "Globe"),
    "515-03": Operator("PH", "Smart"),
    "515-66": Operator("PH", "DITO"),
    "520-03": Operator("TH", "AIS"),
    "520-04": Operator("TH", "TrueMove H"),
    "520-05": Operator("TH", "dtac"),
    "452-01": Operator("VN", "MobiFone"),
    "452-02": Operator("VN", "VinaPhone"),
    "452-04": Operator("VN", "Viettel"),
    "452-05": Operator("VN", "Vietnamobile"),
    "621-20": Operator("NG", "Airtel"),
    "621-30": Operator("NG", "MTN"),
    "621-50": Operator("NG", "Glo"),
    "621-60": Operator("NG", "9mobile"),
    "639-02": Operator("KE", "Safaricom"),
    "639-03": Operator("KE", "Airtel"),
    "620-01": Operator("GH", "MTN"),
    "620-02": Operator("GH", "Telecel"),
    "620-03": Operator("GH", "AT"),
}
